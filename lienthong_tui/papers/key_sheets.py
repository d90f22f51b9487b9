"""A key on paper: what two offices hand each other before the first packet or reply counts.

A file that comes on the same stick as what it is to vouch for proves nothing; a sheet that was
handed over does. Its code is the line of the list of keys (`packets.signers`).
"""

from collections.abc import Sequence

from msgspec import Struct

from lienthong_tui.packets import qr, signers
from lienthong_tui.packets.signers import Signer
from lienthong_tui.packets.typesetting import Printout
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_

_GROUP = 4
_USES = {
    signers.PACKET: N_("Ký các hồ sơ chuyển."),
    signers.REPLY: N_("Ký kết quả, thông báo gửi về quầy."),
}


class KeyOnPaper(Struct, frozen=True):
    """One key: whose it is, and in groups its fingerprint or itself; its text as a QR code."""

    owner: str
    use: str
    lasts: str
    label: str
    fingerprint: tuple[str, ...]
    code: tuple[str, ...]


class KeySheet(Printout, frozen=True, kw_only=True):
    """Everything the sheet says."""

    subtitle: str
    keys: tuple[KeyOnPaper, ...]
    notes: tuple[str, ...]
    signatures: tuple[str, ...]

    @property
    def template(self) -> str:
        """Its own layout."""
        return "key-sheet"


def key_sheet(
    owner: str,
    keys: Sequence[Signer],
    language: Language,
    *,
    recipient: str | None = None,
    demo: bool = False,
) -> KeySheet:
    """The sheet of these keys, of which `owner` is who hands it over.

    `recipient` is the key (`age1…`) that packets to the owner may be encrypted to.
    """
    others = [_to_encrypt(owner, recipient, language)] if recipient else []
    return KeySheet(
        title=tr(N_("PHIẾU KHÓA KÝ"), language),
        subtitle=tr(N_("giao tận tay, so từng chữ trước khi tin"), language),
        watermark=tr(N_("DỮ LIỆU MẪU"), language) if demo else "",
        language=language,
        keys=(*(_on_paper(owner, key, language) for key in keys), *others),
        signatures=tuple(tr(who, language) for who in (N_("Người giao"), N_("Người nhận"))),
        notes=tuple(
            tr(note, language)
            for note in (
                N_(
                    "Phiếu này không bí mật: ai cũng được xem. Điều cần chắc là nó do đúng người"
                    " đưa tận tay."
                ),
                N_(
                    "Người nhận quét mã (một dòng chữ) vào tệp danh sách khóa, hoặc nhận tệp"
                    " .signers rồi so vân tay trên màn hình với vân tay ở đây, từng chữ, cả chữ hoa"
                    " chữ thường."
                ),
                N_("Nghi khóa bị lộ: xóa dòng của khóa khỏi danh sách và báo bên kia."),
            )
        ),
    )


def key_files(
    signer: Signer, sheet: bytes, listed: str, signature: bytes | None
) -> dict[str, bytes]:
    """What an agency gets of a key, by file name: its sheet, its list, and who vouches for it."""
    files = {
        f"{signer.principal}-phieu-khoa.pdf": sheet,
        f"{signer.principal}.signers": listed.encode(),
    }
    return files if signature is None else {**files, f"{signer.principal}.signers.sig": signature}


def groups(fingerprint: str) -> tuple[str, ...]:
    """A fingerprint without its prefix in groups of four letters, as it is compared."""
    letters = fingerprint.removeprefix("SHA256:")
    return tuple(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _on_paper(owner: str, key: Signer, language: Language) -> KeyOnPaper:
    lasts = ""
    if key.first and key.last:
        text = tr(N_("Có hiệu lực từ {first} đến hết {last}."), language)
        lasts = text.format(first=f"{key.first:%d/%m/%Y}", last=f"{key.last:%d/%m/%Y}")
    return KeyOnPaper(
        owner=f"{owner} ({key.principal})",
        use=" ".join(tr(_USES[use], language) for use in key.namespaces if use in _USES),
        lasts=lasts,
        label=tr(N_("Vân tay của khóa (SHA256):"), language),
        fingerprint=groups(key.fingerprint),
        code=qr.modules(key.line(), robust=True),
    )


def _to_encrypt(owner: str, recipient: str, language: Language) -> KeyOnPaper:
    return KeyOnPaper(
        owner=owner,
        use=tr(N_("Mã hóa hồ sơ chuyển gửi cho cơ quan này (age)."), language),
        lasts="",
        label=tr(N_("Chính khóa ấy:"), language),
        fingerprint=groups(recipient),
        code=qr.modules(recipient, robust=True),
    )
