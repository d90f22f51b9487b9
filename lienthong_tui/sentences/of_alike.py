"""Filings that may be about one person: why, in words, and what is to be done about it."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "filed-before": N_(
        "Quầy đã có một hồ sơ có thể về cùng một người: {reference}, nhận {received} ({why}). Nếu"
        " là cùng một người thì chỉ nộp một trong hai lên Cổng."
    ),
    "alike-undecided": N_(
        "Có thể trùng với hồ sơ {reference}, nhận {received}: {why}. Bấm F7 để so hai hồ sơ và"
        " quyết định."
    ),
    "alike-same": N_(
        "Đã ghi là cùng một việc với hồ sơ {reference}, nhận {received}: dừng hồ sơ này, làm tiếp"
        " hồ sơ kia. Nếu ghi nhầm thì bấm F7 để quyết định lại."
    ),
    "alike-found": N_(
        "Vừa thấy một hồ sơ khác có thể về cùng một người, nên chưa hoàn thành. Bấm F7 để so hai hồ"
        " sơ và quyết định."
    ),
}

LEVELS = {
    "certain": N_("GẦN NHƯ CHẮC CHẮN TRÙNG"),
    "likely": N_("CÓ THỂ TRÙNG"),
}
REASONS = {
    "id-same": N_("cùng số định danh"),
    "id-slip": N_("số định danh chỉ lệch hoặc đảo một chữ số"),
    "name-same": N_("cùng tên"),
    "name-tones": N_("tên chỉ khác dấu"),
    "name-spelling": N_("tên chỉ khác cách viết"),
    "name-slip": N_("tên lệch một chữ"),
    "name-part": N_("tên viết thiếu một phần"),
    "name-swapped": N_("tên đảo thứ tự"),
    "birth-same": N_("cùng ngày sinh"),
    "birth-next": N_("ngày sinh liền nhau"),
    "birth-near": N_("ngày sinh gần nhau"),
    "birth-swapped": N_("ngày sinh đảo ngày và tháng"),
    "birth-year": N_("ngày sinh lệch một năm"),
    "birth-within": N_("ngày sinh khớp phần đã biết"),
    "birth-close": N_("hai lần sinh quá gần nhau"),
    "death-same": N_("cùng ngày mất"),
    "death-near": N_("ngày mất gần nhau"),
}
OF_PARENTS = {
    "same": N_("cùng {person}"),
    "like": N_("{person} giống nhau"),
}
