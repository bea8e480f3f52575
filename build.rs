//! The binary embeds these folders; cargo cannot see that by itself.

fn main() {
    for folder in ["content", "policies", "themes"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
