#!/usr/bin/env python3
"""PDF/A-2b by pikepdf: one line a file, `ok FILE` or `FAIL FILE: why`. Exit 1 when a file fails.

pikepdf approves only what it knows and says so: «a denial may be a false alarm but an approval should never be».
Two things in our files it does not know, and both are right by the standards:

* The description of PDF/UA's identifier. ISO 14289-1 clause 5 wants pdfuaid:part in the document's XMP, and
  ISO 19005-2 6.6.2.3.1 allows a property outside the predefined schemas if an extension schema describes it
  (6.6.2.3.2, 6.6.2.3.3). pikepdf denies every extension schema on sight (in its data/dispositions.json these rules
  are «denied_on_presence»). So the description is held against 6.6.2.3.3 here, field by field.
* The FontMatrix of the Font DICTs of a CID-keyed CFF. Adobe's technical note 5176 leaves open what holds when one of
  the two dictionaries has none, and printers disagree to the point of blank pages; `subsetter` therefore writes both
  (0.001 in the Top DICT, 1 in each Font DICT), which every reading multiplies to 0.001. pikepdf calls this «not
  supported», and then reads no more of the font. So the product is calculated here.

What was proved is then taken out of a copy, and pikepdf must approve the copy without a word: widths, glyphs,
everything. Of the file itself it may say these things and nothing else.
"""
import io
import sys
from fractions import Fraction

import pikepdf
from fontTools.cffLib import CFFFontSet
from lxml import etree
from pikepdf import pdfa

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
UA = "http://www.aiim.org/pdfua/ns/id/"
UNKNOWN_TO_PIKEPDF = {
    ("ISO_19005_2:6.6.2.3.1-1", f"XMP namespace pdfaExtension={EXTENSION} is not permitted"),
    ("ISO_19005_2:6.6.2.3.1-1", f"XMP namespace pdfaSchema={SCHEMA} is not permitted"),
    ("ISO_19005_2:6.6.2.3.1-1", f"XMP namespace pdfaProperty={PROPERTY} is not permitted"),
    ("ISO_19005_2:6.6.2.3.1-1", "XMP property pdfaExtension:schemas is not permitted"),
    ("ISO_19005_2:6.6.2.3.1-1", "XMP property pdfuaid:part is not permitted"),
    ("pikepdf:font-program", "CIDFontType0: CFF FDArray FontMatrix is not supported"),
}


class Fault(Exception):
    """What a file does wrong."""


def want(truth, why):
    if not truth:
        raise Fault(why)


def resource_fields(item, space):
    """The fields of a structure, each once and of one schema."""
    want(item.tag == f"{{{RDF}}}li", f"{item.tag} is no item")
    want(dict(item.attrib) == {f"{{{RDF}}}parseType": "Resource"}, "an item is not a resource")
    names = [etree.QName(field).localname for field in item]
    want(all(etree.QName(field).namespace == space for field in item), f"a field is not of {space}")
    want(len(set(names)) == len(names), "a field stands twice")
    return dict(zip(names, item))


def array(element, kind):
    """The items of an rdf:Bag or rdf:Seq."""
    want(len(element) == 1 and element[0].tag == f"{{{RDF}}}{kind}", f"{element.tag} holds no rdf:{kind}")
    return list(element[0])


def described(packet):
    """Properties that extension schemas describe, by ISO 19005-2 6.6.2.3.3: (namespace, name) → value type."""
    found = {}
    containers = list(packet.iter(f"{{{EXTENSION}}}schemas"))
    want(len(containers) <= 1, "two extension schema containers")
    for item in (item for container in containers for item in array(container, "Bag")):
        schema = resource_fields(item, SCHEMA)
        want(schema.keys() == {"schema", "namespaceURI", "prefix", "property"}, f"schema has {sorted(schema)}")
        want(all((schema[name].text or "").strip() for name in ("schema", "namespaceURI", "prefix")), "empty field")
        space, prefix = schema["namespaceURI"].text, schema["prefix"].text
        for entry in array(schema["property"], "Seq"):
            fields = resource_fields(entry, PROPERTY)
            want(fields.keys() == {"name", "valueType", "category", "description"}, f"property has {sorted(fields)}")
            words = {name: field.text or "" for name, field in fields.items()}
            want(all(words.values()), "empty field")
            want(words["category"] in ("internal", "external"), f"category {words['category']}")
            want(words["valueType"] in ("Text", "Integer", "Boolean", "Date", "URI"), f"type {words['valueType']}")
            found[space, words["name"]] = (prefix, words["valueType"])
    return found


def without_extension(raw):
    """The packet without PDF/UA's identifier, after it was found described as the standard wants."""
    packet = etree.fromstring(raw)
    known = described(packet)
    used = [element for element in packet.iter() if isinstance(element.tag, str) and element.tag.startswith(f"{{{UA}}}")]
    want([etree.QName(element).localname for element in used] == ["part"], "pdfuaid:part does not stand once")
    for element in used:
        prefix, kind = known.get((UA, etree.QName(element).localname), (None, None))
        want(prefix == element.prefix == "pdfuaid" and kind == "Integer", "pdfuaid:part is not described")
        want(element.text == "1", f"pdfuaid:part is {element.text}")
        element.getparent().remove(element)
    want(set(known) == {(UA, "part")}, f"describes {sorted(known)}")
    for container in list(packet.iter(f"{{{EXTENSION}}}schemas")):
        description = container.getparent()
        want(len(description) == 1, "the container shares its description")
        description.getparent().remove(description)
    head, tail = raw[: raw.index(b"?>") + 2], raw[raw.rindex(b"<?xpacket") :]
    return head + b"\n" + etree.tostring(packet) + b"\n" + tail


def without_matrices(data):
    """A CFF without the matrices of its Font DICTs, after they were found to change nothing."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), otFont=None)
    want(len(fonts) == 1, "more than one font in a CFF")
    top = fonts[0]
    if "ROS" not in top.rawDict:
        return data
    # fontTools reads them as decimals or floats; as fractions of thousandths nothing is lost to rounding.
    exact = lambda matrix: [Fraction(str(value)) for value in matrix]
    outer = exact(top.rawDict.get("FontMatrix", [1, 0, 0, 1, 0, 0]))
    matrices = [font.rawDict.get("FontMatrix") for font in top.FDArray]
    for inner in matrices:
        want(inner is not None and exact(inner) == [1, 0, 0, 1, 0, 0], f"a Font DICT has the matrix {inner}")
    want(outer == exact(["0.001", 0, 0, "0.001", 0, 0]), f"the Top DICT has the matrix {outer}")
    # `1 0 0 1 0 0 FontMatrix` becomes `1 0 0 1 0 0 0 XUID`, which no reader draws with: no offset moves.
    matrix, nothing = bytes.fromhex("8c8b8b8c8b8b0c07"), bytes.fromhex("8c8b8b8c8b8b8b0e")
    want(data.count(matrix) == len(matrices), "the matrices are not written as expected")
    return data.replace(matrix, nothing)


def plain_copy(path):
    with pikepdf.open(path) as pdf:
        packet = pdf.Root.Metadata
        packet.write(without_extension(packet.read_bytes()))
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile3" in thing:
                program = thing.FontFile3
                if program.get("/Subtype") == "/CIDFontType0C":
                    program.write(without_matrices(program.read_bytes()))
        copy = io.BytesIO()
        pdf.save(copy)
        copy.seek(0)
        return copy


def judge(path):
    strange = [str(found) for found in pdfa.validate_written(path, "2b").findings
               if (found.rule, found.message) not in UNKNOWN_TO_PIKEPDF]
    strange += [f"copy: {found}" for found in pdfa.validate_written(plain_copy(path), "2b").findings]
    want(not strange, "; ".join(strange))


def main(paths):
    failed = False
    for path in paths:
        try:
            judge(path)
            print(f"ok {path}")
        except (Fault, etree.XMLSyntaxError, pikepdf.PdfError, AttributeError) as fault:
            failed = True
            print(f"FAIL {path}: {' '.join(str(fault).split())}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
