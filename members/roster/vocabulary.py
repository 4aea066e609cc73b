"""The words offices fill into a roster's cells, and what they mean."""

import re
import unicodedata

from members.roster.rows import Category, Sex

SEXES: dict[str, Sex] = {"男": "男", "男性": "男", "女": "女", "女性": "女"}
CATEGORIES: dict[str, Category] = {
    **dict.fromkeys(("正式党员", "正式", "中共党员", "中共正式党员", "中国共产党党员", "党员"), "full"),
    **dict.fromkeys(("预备党员", "预备", "中共预备党员", "中国共产党预备党员"), "probationary"),
}
ON_THE_WAY = ("申请人", "积极分子", "发展对象")
MOBILE = {
    **dict.fromkeys(("是", "流动党员", "流动", "√", "1", "True"), True),
    **dict.fromkeys(("否", "非流动党员", "×", "0", "False"), False),
}
BLANK = frozenset({"", "无", "没有", "-", "--", "—", "——", "/", "\\", "空"})
NO_POST = BLANK | {"党员", "普通党员", "正式党员", "预备党员", "支部", "党支部"}
POSTS = {
    "书记": "secretary",
    "副书记": "deputy_secretary",
    "组织委员": "organization_commissioner",
    "纪检委员": "discipline_commissioner",
    "纪律检查委员": "discipline_commissioner",
    "宣传委员": "publicity_commissioner",
    "委员": "committee_member",
    "支委": "committee_member",
    "学习督导员": "study_supervisor",
    "档案管理员": "archivist",
    "党费管理员": "dues_keeper",
}
OF_THE_BRANCH = re.compile(r"^(?:.*支部委员会|.*支部|支委会)(?=.)")
SUPERIOR = re.compile(r"党委|总支|党组|机关党|纪委")
PARTING = re.compile(r"[、，,;；/／\s兼]+")
HARD_PARTING = re.compile(r"[、，,;；/／\n]+")
PEOPLES = frozenset(
    re.findall(
        r"\w+",
        """
        汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水
        东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克
        俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
        """,
    )
)


def posts_in(label: str) -> tuple[tuple[str, ...], list[str]]:
    """(identifiers of the branch's posts named in a label, what it names besides).

    副书记、组织委员 names two; 组织、宣传委员 too. Posts of superior organizations are never proposed.
    """
    found: dict[str, None] = {}
    unknown = []
    for part in filter(None, PARTING.split(unicodedata.normalize("NFKC", label))):
        short = part if SUPERIOR.search(part) else OF_THE_BRANCH.sub("", part)
        post = POSTS.get(short) or POSTS.get(short + "委员")
        if post:
            found[post] = None
        elif part not in NO_POST:
            unknown.append(part)
    return tuple(found), unknown


def names_in(text: str) -> list[str]:
    """The names in a list parted by 、，,;/ or line breaks; or by spaces, where 田 苗 于海 are two."""
    if HARD_PARTING.search(text):
        return [part for part in HARD_PARTING.split(text) if part.strip()]
    names: list[str] = []
    half_open = False
    for part in text.split():
        half_open = half_open and len(part) == 1
        if half_open:
            names[-1] += part
            half_open = False
        else:
            names.append(part)
            half_open = len(part) == 1
    return names


def people_of(text: str) -> tuple[str, bool]:
    """(民族 with its full name, whether it is one of the fifty-six): 汉 → 汉族."""
    stem = text.removesuffix("族")
    return (f"{stem}族", True) if stem in PEOPLES else (text, False)
