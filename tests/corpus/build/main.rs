//! Writes every file of `handlers/` once per form: plain, and guarded in each of the ways that
//! people write guards. A change of text at marked places, and nothing else.

mod form;
mod known;
mod mark;
mod source;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use form::{FORMS, Form};
use known::KNOWN;
use source::Source;

fn main() {
    println!("cargo::rerun-if-changed=handlers");
    println!("cargo::rerun-if-changed=build");
    let sources = read_all(Path::new("handlers"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names OUT_DIR"));
    let mut forms = String::new();
    let mut table = String::new();
    for form in FORMS {
        write_form(form, &sources, &out, &mut forms);
        let Form { name, answers, .. } = form;
        let _ = writeln!(
            table,
            "    Form {{ name: {name:?}, answers: Answers::{answers}, routes: {name}::routes }},"
        );
    }
    let handlers: String = sources.iter().map(Source::table).collect();
    let contents = format!(
        "{forms}\n/// Each form of the corpus.\npub static FORMS: &[Form] = &[\n{table}];\n\n\
         /// Each handler, with its requests.\npub static HANDLERS: &[Handler] = &[\n{handlers}];\n\n\
         /// What does not compile yet: file, handler, why.\n\
         pub static KNOWN: &[(&str, &str, &str)] = &{KNOWN:#?};\n"
    );
    write(&out.join("forms.rs"), &contents);
}

fn read_all(folder: &Path) -> Vec<Source> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder of handlers")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect();
    paths.sort();
    paths.iter().map(|path| Source::read(path)).collect()
}

/// The files of one form, and the module that holds them.
fn write_form(form: &Form, sources: &[Source], out: &Path, forms: &mut String) {
    let folder = out.join(form.name);
    fs::create_dir_all(&folder).expect("a folder for a form");
    let _ = writeln!(forms, "/// {}\npub mod {} {{", form.meaning, form.name);
    for Source { name, .. } in sources {
        let path = folder.join(format!("{name}.rs"));
        let _ = writeln!(forms, "    #[path = {path:?}]\n    pub mod {name};");
    }
    forms.push_str("\n    /// The routes of all files, each below its name.\n");
    forms.push_str("    pub fn routes(config: &mut ::actix_web::web::ServiceConfig) {\n");
    for source in sources {
        let name = &source.name;
        write(&folder.join(format!("{name}.rs")), &source.in_form(form));
        let _ = writeln!(
            forms,
            "        config.service(::actix_web::web::scope(\"/{name}\").configure({name}::routes));"
        );
    }
    forms.push_str("    }\n}\n");
}

/// Leaves a file alone that is right already, so that cargo need not compile it again.
fn write(path: &Path, contents: &str) {
    if fs::read_to_string(path).is_ok_and(|it| it == contents) {
        return;
    }
    fs::write(path, contents).expect("a generated file");
}
