#!/usr/bin/env python3
"""Compares the compile cost of the shapes that a guarded handler could expand to. See README.md."""

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE / "work"

ACCESS = (
    'shapes::Access {{ handler: "h{i}", module: module_path!(), file: file!(), line: line!(), '
    "hide: false, realm: None, requirements: &[shapes::Requirement {{ "
    'rule: shapes::Rule::Role("admin"), hide: false, message: None }}] }}'
)
REGISTER = "#[shapes::linkme::distributed_slice(shapes::{slice})] #[linkme(crate = shapes::linkme)]"
MARKER = "#[doc(hidden)] #[allow(non_camel_case_types)] enum h{i}__access {{}}"
POLICY = (
    "impl shapes::Policy for h{i}__access {{ const ACCESS: &'static shapes::Access = &{value}; }}"
)
ROUTE = '#[get("/h{i}")]'
BODY = '{{ format!("{i} {{}}", query.n) }}'
ARGUMENTS = "(web::Query<Q>,)"
BEHIND_MARKER = (
    ROUTE + " async fn h{i}(shapes::Guarded {{ arguments: (query,), .. }}: "
    "shapes::Guarded<h{i}__access, " + ARGUMENTS + ">) -> String " + BODY
)
GATE = ROUTE + " {keyword}fn h{i}(gate: shapes::Gate<" + ARGUMENTS + ">) -> {output} {{ "
GATE_STATIC = REGISTER.format(slice="BY_VALUE") + " static ACCESS: shapes::Access = " + ACCESS + "; "
RESULT = "Result<String, actix_web::Error>"


def plain(i):
    return f"{ROUTE} async fn h{{i}}(query: web::Query<Q>) -> String {BODY}".format(i=i)


def attributes(i):
    return "#[auth_runtime::require_auth] #[auth_runtime::require_role(\"admin\")] " + plain(i)


def identity(i):
    return "#[gives_back::identity] " + plain(i)


def protect(i):
    return '#[actix_web_grants::protect("admin")] ' + plain(i)


def marker(i, value, register):
    parts = (MARKER, POLICY.replace("{value}", value), register, BEHIND_MARKER)
    return "\n".join(part.format(i=i) for part in parts)


def marker_const(i):
    entry = " static H{i}: &shapes::Access = <h{i}__access as shapes::Policy>::ACCESS;"
    return marker(i, ACCESS, REGISTER.format(slice="BY_REFERENCE") + entry)


def marker_static(i):
    entry = " static H{i}: shapes::Access = " + ACCESS + ";"
    return marker(i, "H{i}", REGISTER.format(slice="BY_VALUE") + entry)


def marker_inventory(i):
    entry = "shapes::Entry(<h{i}__access as shapes::Policy>::ACCESS)"
    return marker(i, ACCESS, "shapes::inventory::submit! {{ " + entry + " }}")


def marker_alone(i):
    return marker(i, ACCESS, "")


def gate(i, keyword, output, body):
    opened = GATE.replace("{keyword}", keyword).replace("{output}", output)
    return (opened + GATE_STATIC + body + " }}").format(i=i)


def gate_closure(i):
    body = "gate.run(&ACCESS, async move |(query,): " + ARGUMENTS + "| -> String " + BODY + ")"
    return gate(i, "", f"impl Future<Output = {RESULT}>", body)


def gate_block(i):
    body = "let (query,) = gate.open(&ACCESS).await?; Ok(async move " + BODY + ".await)"
    return gate(i, "async ", RESULT, body)


def gate_nested(i):
    nested = "async fn inner(query: web::Query<Q>) -> String " + BODY
    body = nested + " let (query,) = gate.open(&ACCESS).await?; Ok(inner(query).await)"
    return gate(i, "async ", RESULT, body)


SHAPES = [
    plain, marker_const, marker_static, marker_inventory, marker_alone,
    gate_closure, gate_block, gate_nested, attributes, identity, protect,
]
DEPENDENCIES = {
    plain: "",
    attributes: 'auth-runtime = { path = "../../../../auth-runtime" }',
    identity: 'gives_back = { path = "../../identity" }',
    protect: 'actix-web-grants = "=4.1.2"',
}


def write_crate(shape, handlers):
    crate = WORK / shape.__name__
    (crate / "src").mkdir(parents=True, exist_ok=True)
    dependency = DEPENDENCIES.get(shape, 'shapes = { path = "../../shapes" }')
    (crate / "Cargo.toml").write_text(
        f'[package]\nname = "{shape.__name__}"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n'
        f'[dependencies]\n{dependency}\n'
        'actix-web = { version = "4.18", default-features = false, features = ["macros"] }\n'
        'serde = { version = "1", features = ["derive"] }\n'
    )
    functions = "\n".join(shape(i) for i in range(handlers))
    services = "".join(f"config.service(h{i});" for i in range(handlers))
    (crate / "src/main.rs").write_text(
        "#![forbid(unsafe_code)]\n#![allow(unused)]\nuse actix_web::{App, HttpServer, get, web};\n"
        "#[derive(serde::Deserialize)] struct Q { n: u32 }\n"
        f"{functions}\n"
        "fn services(config: &mut web::ServiceConfig) {" + services + "}\n"
        "fn main() { let server = HttpServer::new(|| App::new().configure(services));\n"
        'let _running = server.bind(("127.0.0.1", 0)).unwrap().run(); }\n'
    )
    return crate


def cargo(crate, *arguments):
    """CPU seconds that cargo and all its children took."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(WORK / "target"), CARGO_INCREMENTAL="1")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        ["cargo", *arguments, "--quiet"], cwd=crate, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{crate.name}: cargo {arguments[0]} failed\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(crate, round_number):
    cargo(crate, "clean", "-p", crate.name)
    check, build = cargo(crate, "check"), cargo(crate, "build")
    main = crate / "src/main.rs"
    main.write_text(main.read_text().replace('"0', f'"0{round_number}', 1))
    return {"check": check, "build": build, "rebuild": cargo(crate, "build")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    names = [shape.__name__ for shape in SHAPES]
    parser.add_argument("--handlers", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shapes", default=",".join(names), help="comma-separated; plain is always in")
    options = parser.parse_args()
    chosen = [s for s in SHAPES if s is plain or s.__name__ in options.shapes.split(",")]

    crates = {}
    for shape in chosen:
        print(f"preparing {shape.__name__}", file=sys.stderr)
        crates[shape.__name__] = crate = write_crate(shape, options.handlers)
        cargo(crate, "check"), cargo(crate, "build")
    figures = {name: [] for name in crates}
    for round_number in range(1, options.rounds + 1):
        for name, crate in crates.items():
            print(f"round {round_number} of {options.rounds}: {name}", file=sys.stderr)
            figures[name].append(measure(crate, round_number))

    print(f"{options.handlers} handlers, median of {options.rounds} rounds, CPU seconds "
          "(and the median of the ratios to plain in the same round)\n")
    print("| shape | check | debug build | rebuild after one edit |\n|---|---|---|---|")
    for name, rounds in figures.items():
        cells = []
        for step in ("check", "build", "rebuild"):
            seconds = statistics.median(it[step] for it in rounds)
            ratio = statistics.median(it[step] / base[step] for it, base in zip(rounds, figures["plain"]))
            cells.append(f"{seconds:.2f} ({ratio:.2f})")
        print(f"| `{name}` | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
