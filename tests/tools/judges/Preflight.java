import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.ValidationResult.ValidationError;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/**
 * PDF/A-1b by Apache PDFBox Preflight: one line a file, {@code ok FILE} or {@code FAIL FILE: why}.
 *
 * <p>Our files say part 2, which is part 1 with more allowed. Where part 2 (ISO 19005-2) wants something else than
 * part 1 (ISO 19005-1), and only there, Preflight's complaint is passed over:
 */
public final class Preflight {
    private Preflight() {}

    /** Whether part 1 forbids what part 2 allows or demands. */
    private static boolean ofPartOneOnly(ValidationError error) {
        String details = error.getDetails();
        return switch (error.getErrorCode()) {
            // Part 1, 6.7.11: pdfaid:part is 1. Part 2, 6.6.4: it is 2.
            case "7.11.2" -> details.endsWith("part must be 1");
            // Part 1, 6.2.2: the output profile is ICC version 2. Part 2, 6.2.3: or version 4 (ISO 15076-1).
            case "2.1.6" -> details.endsWith("Invalid version of the ICCProfile");
            // Part 1, 6.3.5: a CID font subset has a CIDSet. Part 2, 6.2.11.4.2: if it has one, it is complete.
            case "3.1.11" -> details.endsWith("The CIDSet entry is missing for the Composite Subset");
            default -> false;
        };
    }

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            List<String> faults = new ArrayList<>();
            for (ValidationError error : judge(new File(file)).getErrorsList()) {
                if (!ofPartOneOnly(error)) {
                    faults.add(error.getErrorCode() + " " + error.getDetails().replaceAll("\\s+", " "));
                }
            }
            System.out.println(faults.isEmpty() ? "ok " + file : "FAIL " + file + ": " + String.join("; ", faults));
        }
    }

    private static ValidationResult judge(File file) throws Exception {
        PreflightParser parser = new PreflightParser(file);
        try {
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                return document.getResult();
            }
        } catch (SyntaxValidationException e) {
            return e.getResult();
        }
    }
}
