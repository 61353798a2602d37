"""lanes.yaml: the shipped example, its schema, and every fault with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from rescreen.cli import main
from rescreen.errors import InputError, RulebookError
from rescreen.routing import SITE_LANES, Action, Need, Why, read_site_lanes
from rescreen.routing.site_schema import SCHEMA_NAME, lanes_schema
from rescreen.rulebook import default_rules_path

SHIPPED = default_rules_path() / SITE_LANES
LEAST = """
lanes:
  - {id: p, name: 放行口, serves: 放行}
  - {id: x, name: 机位, serves: rescreen, seconds: 10, posts: 2}
  - {id: o, name: 台, serves: open, seconds: 60, posts: 1,
     authority: {who: 公安机关, officers: 2, approval: true}}
  - {id: r, name: 席, serves: report}
  - {id: e, name: 异常口, serves: exception}
"""


def faults(tmp_path: Path, text: str) -> list[str]:
    """Each fault as `line path message`."""
    path = tmp_path / "lanes.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RulebookError) as raised:
        read_site_lanes(path)
    return [f"{one.line} {one.path} {one.message} {one.advice}" for one in raised.value.faults]


def test_the_shipped_lanes_are_those_of_the_field() -> None:
    site = read_site_lanes(SHIPPED)
    xray = site.serving(Need.RESCREEN)[0]
    # Ten seconds a parcel: 360 an hour and post, between the 300 and 450 of an image judged by hand.
    assert [xray.capacity(hour) for hour in (3, 4, 9)] == [1440, 720, 2160]
    assert [lane.id for lane in site.serving(Need.RESCREEN)] == ["xray", "mobile", "dogs"]
    [bench] = site.serving(Need.OPEN)
    assert bench.authority is not None
    assert (bench.authority.who, bench.authority.officers) == ("邮政管理部门", 2)
    assert {need: site.needs[need].wait_hours for need in site.needs} == {
        Need.REPORT: 0,
        Need.OPEN: 4,
        Need.RESCREEN: 2,
    }
    assert len(site.hash) == 64


def test_the_schema_is_current_and_the_shipped_file_fits() -> None:
    assert json.loads((SHIPPED.parent / SCHEMA_NAME).read_text("utf-8")) == lanes_schema()
    loaded = yaml.safe_load(SHIPPED.read_text("utf-8"))
    texts = json.loads(json.dumps(loaded))  # keys of YAML may be numbers, those of JSON are texts
    errors = Draft202012Validator(lanes_schema()).iter_errors(texts)
    assert [error.message for error in errors] == []


def test_little_is_enough_and_what_is_left_out_has_its_usual_value(tmp_path: Path) -> None:
    path = tmp_path / "lanes.yaml"
    path.write_text(LEAST, "utf-8")
    site = read_site_lanes(path)
    assert list(site.capacities(Need.RESCREEN)) == [720] * 24
    assert list(site.capacities(Need.REPORT)) == [None] * 24
    assert site.needs[Need.RESCREEN].overflow[Why.MANDATORY] is Action.ESCALATE
    assert (site.draw.strata, site.draw.rest.rate) == ((), 0)
    assert site.arrival.field == "departed_at"


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    hashes = []
    for number, text in enumerate((LEAST, LEAST + "# 注\n", LEAST.replace("10", "11"))):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, "utf-8")
        hashes.append(read_site_lanes(path).hash)
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ("needs: {二次安检: {overflow: {score: release}}}", "不能放行"),
        ("needs: {放行: {}}", "不是要查验的需要"),
        ("needs: {二次安检: {overflow: {别的: hold}}}", "不是入选原因"),
        ("needs: {二次安检: {wait_hours: 1.5}}", "这里应是整数"),
        ("arrival: {field: 运单号}", "不是时间字段"),
        ("draw: {rest: {rate: 2}}", "0 到 1 的数"),
        ("draw: {strata: [{id: 甲, rate: 0.1}]}", "没有条件"),
        ("draw: {strata: [{id: 甲, rate: 0.1, origins: ['999999']}]}", "999999"),
        ("draw: {strata: [{id: 其他, rate: 0.1, origins: ['530000']}]}", "重复"),
        ("draw: {strata: [{rate: 0.1}]}", "缺少 id"),
        ("shifts: {白班: {from: 8}}", "缺少 to"),
        ("lane: 1", "不认识的键 lane"),
    ],
)
def test_faults_of_the_other_parts(tmp_path: Path, extra: str, told: str) -> None:
    [fault] = faults(tmp_path, LEAST + extra)
    assert fault.startswith("9 ")
    assert told in fault


@pytest.mark.parametrize(
    ("lane", "told"),
    [
        ("{id: y, name: 甲, serves: 查}", "没有 查"),
        ("{id: y, name: 甲}", "缺少 serves"),
        ("{id: x, name: 甲, serves: rescreen}", "重复"),
        ("{id: y, name: 甲, serves: rescreen, posts: 2}", "seconds"),
        ("{id: y, name: 甲, serves: rescreen, seconds: 9}", "posts"),
        ("{id: y, name: 甲, serves: rescreen, seconds: 0, posts: 1}", "这里应是"),
        ("{id: y, name: 甲, serves: rescreen, seconds: 9, posts: {白班: 1}}", "没有叫 白班"),
        ("{id: y, name: 甲, serves: rescreen, seconds: 9, posts: 1, hours: {24: 1}}", "24"),
        ("{id: y, name: 甲, serves: open, seconds: 9, posts: 1}", "要写 authority"),
        (
            "{id: y, name: 甲, serves: open, authority: {who: 网点, officers: 2, approval: true}}",
            "网点",
        ),
        (
            "{id: y, name: 甲, serves: open, authority: {who: 公安机关, officers: 1, approval: true}}",
            "2 名以上",
        ),
        (
            "{id: y, name: 甲, serves: open, authority: {who: 公安机关, officers: 2, approval: false}}",
            "须经批准",
        ),
        (
            "{id: y, name: 甲, serves: pass, authority: {who: 公安机关, officers: 2, approval: true}}",
            "只有开箱验视",
        ),
        ("{id: y, name: 甲, serves: pass, checks_identity: 是}", "true 或 false"),
    ],
)
def test_faults_of_a_lane(tmp_path: Path, lane: str, told: str) -> None:
    found = faults(tmp_path, f"{LEAST}  - {lane}\n")
    assert len(found) == 1
    assert found[0].startswith("9 lanes[5]")
    assert told in found[0]


def test_every_need_has_a_lane(tmp_path: Path) -> None:
    without = "\n".join(line for line in LEAST.splitlines() if "异常口" not in line)
    [fault] = faults(tmp_path, without)
    assert "没有通道服务于 异常" in fault


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = LEAST.replace("posts: 2", "posts: 两个") + "needs: {甲: {}}\ndraw: {reserve: 9}\n"
    assert [fault.split()[0] for fault in faults(tmp_path, text)] == ["4", "9", "10"]


@pytest.mark.parametrize("text", ["lanes: [", "\t", "[]", "lanes: 1"])
def test_what_is_no_lanes_file_is_a_fault_too(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_no_file_and_an_empty_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_site_lanes(tmp_path / "none.yaml")
    (tmp_path / "empty.yaml").write_text("")
    with pytest.raises(InputError, match="空的"):
        read_site_lanes(tmp_path / "empty.yaml")


def test_check_tells_faults_of_the_folders_lanes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    for file in (*default_rules_path().glob("*.yaml"), *default_rules_path().glob("lists/*.yaml")):
        copy = rules / file.relative_to(default_rules_path())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    lanes = rules / SITE_LANES
    lanes.parent.mkdir()
    lanes.write_text(SHIPPED.read_text("utf-8").replace("key_origins", "没有这个"), "utf-8")
    assert main(["check", str(rules)]) == 2
    told = capsys.readouterr().err
    assert "lanes.yaml:" in told
    assert "没有这个" in told
    lanes.write_text(SHIPPED.read_text("utf-8").replace("hold,", "放行,"), "utf-8")
    assert main(["check", str(rules)]) == 2
    assert "不能放行" in capsys.readouterr().err
