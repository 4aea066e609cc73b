"""The slips that hold the key of a box: printed once, kept nowhere."""

from meetings.ballots.box import WHOLE, Share, code_of, split
from meetings.ballots.models import BallotBox
from rulebook.printing import to_pdf


def key_slips(box: BallotBox, key: bytes) -> bytes:
    """A PDF of three slips to cut apart, each with its holder, confirmation number and code."""
    parts = zip(box.slip_holders, box.slip_numbers.split(), split(key), strict=True)
    slips = [
        {"holder": holder, "number": number, "code": code_of(share, box.uid.bytes)} for holder, number, share in parts
    ]
    return to_pdf("print/meetings/key_slips.html", {"box": box, "meeting": box.meeting, "slips": slips})


def key_file(box: BallotBox, key: bytes) -> bytes:
    """A text file with the whole key of a small branch's box."""
    lines = [
        f"电子票箱密钥文件：{box.item.title}",
        f"确认号：{box.slip_numbers}",
        f"密钥码：{code_of(Share(WHOLE, key), box.uid.bytes)}",
        "关箱时上传本文件，关箱后立即删除。请存放在服务器以外，不要转发、不要备份。",
    ]
    return "\n".join(lines).encode()
