"""A QR code as rows of modules: drawn by the terminal in half blocks, by Typst as squares."""


def modules(text: str, *, robust: bool = False) -> tuple[str, ...]:
    """The code of `text` as rows of "1" (dark) and "0", with its quiet zone of four.

    `robust` bears a fold or a spot on paper (level M); on a screen the smallest is best (level L).
    """
    import qrcode  # with the pictures it could also draw: 5 MB, for who shows or prints a code

    level = qrcode.ERROR_CORRECT_M if robust else qrcode.ERROR_CORRECT_L
    code = qrcode.QRCode(border=4, error_correction=level)
    code.add_data(text)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())
