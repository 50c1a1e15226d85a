"""The house keeps its own rules: imports, style, pages, locks and colours."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.release.publish import MAKERS
from analysis.views import html
from analysis.words import theme
from data.build.build import RULES
from data.city import OUR_CITY
from data.settings import ROOT
from public.files.published import SOURCES

PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if not path.name.startswith("_"))
SQL = re.compile(
    r"\b(select\s.+\sfrom|insert\s+into|create\s+table|update\s.+\sset)\b", re.S | re.I
)


def imports(path: Path) -> set[str]:
    """Return the first part of every module that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def texts(path: Path) -> list[str]:
    """Return every text that stands in a file's code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_draws_and_queries_nothing_itself(path: Path) -> None:
    assert imports(path) <= {"streamlit", "pages", "analysis"}
    assert [text for text in texts(path) if SQL.search(text)] == []


def test_a_query_would_be_noticed() -> None:
    assert SQL.search("\n  select n\n  from sel where x")
    assert not SQL.search("Satu indikator, menurut wilayah atau rincian, dari register")


def assigned(path: Path, name: str) -> object:
    """Return the literal that a module gives to a name."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise AssertionError(f"{path.name} gives no literal to {name}")


def test_every_page_file_is_in_the_navigation() -> None:
    listed = assigned(ROOT / "pages" / "parts" / "frame.py", "PAGES")
    assert isinstance(listed, dict)
    assert sorted(listed) == [path.stem for path in PAGES]


@pytest.mark.parametrize(
    ("name", "makers"),
    [
        (r"Viewer\(", {"data/access/viewer.py", "pages/parts/account.py"}),
        (
            r"\bOPERATOR\b",
            {
                "data/access/viewer.py",
                "commands/intake.py",
                "commands/release.py",
                "commands/upkeep.py",
                "analysis/release/publish.py",
                "analysis/audit/__main__.py",
            },
        ),
        ("download_button", {"pages/parts/widgets.py"}),
        (r"streamlit\.runtime", {"pages/parts/account.py"}),
    ],
)
def test_what_opens_doors_is_made_in_few_places(name: str, makers: set[str]) -> None:
    """A page that could make its own viewer would need no sign-in, and Streamlit's own downloads
    answer whoever knows their address."""
    program = [
        p
        for folder in ("data", "analysis", "geo", "public", "pages", "commands")
        for p in (ROOT / folder).rglob("*.py")
    ]
    program.append(ROOT / "cli.py")
    found = {
        p.relative_to(ROOT).as_posix()
        for p in program
        if re.search(name, p.read_text(encoding="utf-8"))
    }
    assert found == makers


def test_nothing_restricted_is_cached_by_streamlit() -> None:
    parts = ("restricted", "tabulation", "downloads", "account", "performance", "followups")
    pages = ["kinerja.py", "rincian.py", "data.py", "catatan.py"]
    restricted = [f"parts/{part}.py" for part in parts] + pages
    for name in restricted:
        text = (ROOT / "pages" / name).read_text(encoding="utf-8")
        assert "cache_data" not in text and "cache_resource" not in text, name


def test_the_script_lies_inside_pages_so_that_no_page_runs_without_the_frame() -> None:
    program = (ROOT / "dashboard.py").read_text(encoding="utf-8")
    assert 'Path(__file__).parent / "pages" / "parts" / "frame.py"' in program


def test_every_indicator_has_its_entry_on_metode() -> None:
    markup = html.render_entries(INDICATORS.values())
    assert "show_entries()" in (ROOT / "pages" / "metode.py").read_text(encoding="utf-8")
    assert re.findall(r"<code>(\w+)</code></summary>", markup) == list(INDICATORS)


def modules_below(path: Path) -> set[str]:
    """Return the modules of the program that a file imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if file_of(name)}


def file_of(module: str) -> Path | None:
    """Return the file of a module of the program, None for another's or a mere name."""
    path = ROOT / module.replace(".", "/")
    whole = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in whole if file.is_file()), None)


def reached_from(module: str) -> set[str]:
    """Return every module of the program that a module imports, directly or by way of others."""
    reached, waiting = set(), {module}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        path = file_of(name)
        assert path is not None
        waiting |= modules_below(path) - reached
    return reached


# What a version is made by, beside the rooms of its fingerprint, and why it decides nothing of it.
AROUND = {
    "data.batch": "pace",
    "data.city": "it reads what lies in the city's folder",
    "data.disk": "what survives a power cut",
    "data.errors": "words of refusals",
    "data.fingerprint": "the fingerprint itself",
    "data.helper_process": "another process",
    "data.progress": "words on the terminal",
    "data.quoting": "a quoted literal, however it is made",
    "data.settings": "its values are named one by one",
    "data.store": "where versions lie and how one is opened",
    "data.typed_toml": "it takes or refuses what a person's file says, and words why",
}


@pytest.mark.parametrize(
    ("maker", "rooms", "given"),
    [
        ("data.build.build", RULES, ()),
        ("analysis.release.publish", MAKERS, ("data",)),
        ("public.parts", SOURCES, ("data", "server")),
    ],
)
def test_whatever_makes_a_version_lies_in_the_rooms_of_its_fingerprint(
    maker: str, rooms: tuple[str, ...], given: tuple[str, ...]
) -> None:
    """``given`` houses have made what the version starts from, whose name the fingerprint holds."""
    named = tuple(room.replace("/", ".") for room in rooms)
    around = (*named, *AROUND, *given)
    assert {
        name
        for name in reached_from(maker)
        if not any(f"{name}.".startswith(f"{room}.") for room in around) and "." in name
    } == set()


HOUSES = ("data", "analysis", "geo", "public", "pages", "server", "commands")
OF_THE_CITY = {"data/demo", "data/settings.py"}
"""Where the city may be named: in what makes the made-up one, and where its folder is chosen."""
WRITTEN = {".py", ".sql", ".html", ".css", ".js", ".svg", ".toml", ".csv", ".po"}


def city_words() -> re.Pattern[str]:
    """Return what finds the city's name and its code, as either system writes it; not a word that
    only begins so."""
    name = OUR_CITY.nama.removeprefix("Kota ").replace(" ", r"\s*")
    return re.compile(
        rf"(?i)(?<![a-z]){name}(?![a-z])|\b{OUR_CITY.digits[:2]}\.?{OUR_CITY.digits[2:]}"
    )


def test_the_city_is_named_in_its_own_folder_only() -> None:
    """Another city is another folder: neither a word of the code nor a comment says which it is."""
    files = [
        path
        for house in HOUSES
        for path in (ROOT / house).rglob("*")
        if path.suffix in WRITTEN and not {"__pycache__", "setempat"} & {*path.parts}
    ]
    assert len(files) > 400
    found = {
        path.relative_to(ROOT).as_posix(): match[0]
        for path in files
        if (match := city_words().search(path.read_text(encoding="utf-8")))
    }
    own = {name for name in found if any(f"{name}/".startswith(f"{o}/") for o in OF_THE_CITY)}
    assert {name: word for name, word in found.items() if name not in own} == {}
    assert "data/settings.py" in own


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("UMKM Kota Serang", True),
        ("di_serang", True),
        ("36.73.01", True),
        ("3673040001", True),
        ("menyerang serangga", False),
        ("136.73", False),
    ],
)
def test_a_name_of_the_city_would_be_noticed(text: str, named: bool) -> None:
    assert bool(city_words().search(text)) is named


DIALECT = {
    "huruf", "laju", "masalah", "bentuk", "alamat", "potongan", "tolakan", "ragam", "sehat",
    "saran", "terbit", "terbitan", "sematan", "isi", "rute", "batas", "akun", "asal", "bantuan",
    "bingkai", "kerja", "koreksi", "pemetaan", "persiapan", "pilihan", "putusan", "terbatas",
    "unduhan", "versi", "bahasa", "halaman", "lembar", "tabel", "dokumen", "gaya", "perujuk",
    "katalog", "aset",
}  # fmt: skip
"""Indonesian words that once named modules, classes and functions. They name columns, addresses and
what readers see; code words are English."""


def program_files() -> list[Path]:
    """Return the Python files of the program itself."""
    below = [path for house in HOUSES for path in (ROOT / house).rglob("*.py")]
    return [*below, ROOT / "cli.py", ROOT / "dashboard.py"]


def words_of_names(path: Path) -> set[str]:
    """Return the words in the names of a module and of its classes and functions."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [path.stem, *(node.name for node in ast.walk(tree) if isinstance(node, kinds))]
    return {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+", name)}


def test_code_words_are_english() -> None:
    found = {path.relative_to(ROOT).as_posix(): words_of_names(path) for path in program_files()}
    assert {path: words & DIALECT for path, words in found.items() if words & DIALECT} == {}


VERBS = frozenset((ROOT / "tests" / "verbs.txt").read_text(encoding="utf-8").split())
NOT_VERBS = {
    *("kata", "kutipan"),  # a text passes one of them wherever it is said
    *("settings", "main", "lifespan", "on", "enableCallbacks"),  # as programs are used to call them
    *("amount", "day", "decimals", "inside", "moment", "number", "period"),  # how a value is said,
    *("decisive", "distance"),
    *("quantity", "signed", "span", "tick", "label"),  # in markup too
    *("mean", "median", "proportion", "ratio", "total"),  # estimators
    *("to", "around", "lines"),
}
"""Names that may begin a function though they are no verbs."""


def first_words(path: Path) -> Iterator[tuple[str, str]]:
    """Yield name and first word of each function; a property is named for what it gives, and a
    context manager may say what goes on within it: ``writing``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name[:2] != "__":
            decorators = " ".join(map(ast.unparse, node.decorator_list))
            word = node.name.strip("_").split("_")[0]
            within = "contextmanager" in decorators and word.endswith("ing")
            if "property" not in decorators and not within:
                yield node.name, word


def test_a_function_begins_with_a_verb() -> None:
    """A new verb is added to ``verbs.txt``; a noun or a participle says what is there, not what is
    done: ``bars``, ``sent``, ``broken_by``."""
    words = [
        (path.relative_to(ROOT).as_posix(), *name)
        for path in program_files()
        for name in first_words(path)
    ]
    assert len(words) > 1500
    assert [name for name in words if name[2] not in VERBS | NOT_VERBS] == []


def test_the_words_that_are_no_verbs_are_few_and_used() -> None:
    used = {word for path in program_files() for _, word in first_words(path)}
    assert NOT_VERBS - used == set()
    assert not VERBS & {"bars", "broken", "found", "held", "kept", "named", "sent", "soft", "typed"}


def glossary() -> set[str]:
    """Return the terms of the field that CONTRIBUTING explains."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = text[text.index("## Words") :].splitlines()
    return {term for line in lines if line[:3] == "| `" for term in re.findall(r"`(\w+)`", line)}


def test_every_term_of_the_glossary_stands_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in program_files())
    used = set(re.findall(r"[a-z]+", code.lower()))
    assert glossary() - used == set()
    assert len(glossary()) > 20


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_line_is_exact_and_hashed_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = [e for e in re.sub(r"\\\n\s*", "", text).splitlines() if e and e[0] != "#"]
    assert len(entries) > 20
    assert [
        e for e in entries if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", e)
    ] == []
    assert "://" not in text
    assert not re.search(r"--(index|extra|find|trusted)", text)


def test_what_tests_and_program_share_is_locked_to_the_same_version() -> None:
    versions = [
        dict(re.findall(r"^([\w.-]+)==([^\s\\;]+)", (ROOT / name).read_text("utf-8"), re.M))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    shared = versions[0].keys() & versions[1].keys()
    assert {name: versions[0][name] for name in shared} == {
        name: versions[1][name] for name in shared
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_streamlit_has_the_colours_of_the_theme(scheme: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    given = config["theme"][scheme]
    assert {
        "primaryColor": theme.ONLINE[scheme],
        "backgroundColor": theme.PAPER[scheme],
        "secondaryBackgroundColor": theme.SHADE[scheme],
        "textColor": theme.INK[scheme],
        "linkColor": theme.ONLINE[scheme],
        "borderColor": theme.LINE[scheme],
        "chartCategoricalColors": [theme.ONLINE[scheme], theme.OFFLINE[scheme]],
    }.items() <= given.items()
