"""Why an import was not applied, and what its words are taken for: each code in Chinese and English."""

FAILURES: dict[str, tuple[str, str]] = {
    "file": (
        "文件无法再次读取，没有任何改动。请重新上传。",
        "The file could not be read again; nothing was changed. Upload it again.",
    ),
    "bad-rows": (
        "名单在此期间有变化，文件与之不符，没有任何改动。请重新上传。",
        "The roster has changed meanwhile and the file no longer fits; nothing was changed. Upload it again.",
    ),
    "permit": (
        "确认导入的人已经不是管理员，没有任何改动。请由现在的管理员重新上传并确认。",
        "The person who confirmed it is no longer an administrator. Nothing was changed. An administrator of today uploads and confirms again.",
    ),
    "changed": (
        "名册在此期间有变化，与确认时看到的不再一样，没有任何改动。请重新上传并确认。",
        "The roster has changed meanwhile and the file would do something else than was shown. Nothing was changed. Upload again and confirm.",
    ),
    "leavers": (
        "名册在此期间有变化，没有任何改动。请重新上传并确认。",
        "The roster has changed meanwhile. Nothing was changed. Upload again and confirm.",
    ),
    "part-needed": (
        "这样改动后，一件紧急的事将没有人负责，没有任何改动。请先指定班主任、年级组长、心理教师或校领导，再上传并确认。",
        "Something urgent would be left with nobody. Nothing was changed. Name a class teacher, grade lead, counsellor or leader first, then upload and confirm again.",
    ),
    "own-part": (
        "它会给确认的人自己一个能打开保密内容的身份，没有任何改动。请由另一位管理员来做。",
        "It would give a part that opens what is confidential to the person who confirmed it. Nothing was changed. Another administrator has to do this.",
    ),
    "number-kept": (
        "其中一个手机号七天内刚从另一个人那里换走，原机主还可以取回。没有任何改动。请先不填这个号码，等满七天再导入。",
        "One of the phone numbers was somebody else's until less than seven days ago, and they can still take it back. Nothing was changed. Leave it out, and import it once the seven days are over.",
    ),
    "giver-not-another": (
        "它会给一位管理员能打开保密内容的身份，而确认的人是由此人指定的，或任管理员不满七天。没有任何改动。请由另一位管理员来做。",
        "It would give an administrator a part that opens what is confidential, and was confirmed by somebody whom they had named, or who is an administrator for less than seven days. Nothing was changed. Another administrator has to do this.",
    ),
    "barred-child": (
        "它会给一名学生增加家长、更换家长的号码，或让别人得到能看到这名学生的身份，而法院限制确认的人接触这名学生。没有任何改动。请由另一位管理员来做。",
        "It would add a guardian to a student, change a guardian's number, or give somebody a part that reads about the student, and a court's order bars the person who confirmed it from that student. Nothing was changed. Another administrator has to do this.",
    ),
    "barred-part": (
        "一位被法院限制接触某学生的人会成为该班的老师，没有任何改动。请换一位老师。",
        "Somebody whom a court's order bars from a student would have that student's class. Nothing was changed. Name another teacher.",
    ),
    "phone-elsewhere": (
        "其中一位更换手机号的人在另一家机构任职，由那里的管理员更换，没有任何改动。请在文件中为此人填写原来的号码，再上传并确认。",
        "Somebody with a new phone number works at another organisation, whose administrator changes it. Nothing was changed. Write the old number in the file, then upload and confirm again.",
    ),
    "phone-taken": (
        "其中一个新手机号已属于另一个人，没有任何改动。请核对号码，再上传并确认。",
        "One of the new phone numbers belongs to somebody else. Nothing was changed. Check the numbers, then upload and confirm again.",
    ),
    "number-moved-twice": (
        "其中一位的手机号七天内刚换过，不能由您再换，没有任何改动。请填写原来的号码，或请另一位管理员上传。",
        "One of these phone numbers was changed within the last seven days, and you cannot change it again. Nothing was changed. Write the old number, or ask another administrator to upload.",
    ),
    "stale": (
        "名册在此期间有变化，没有任何改动。请重新打开新学年，核对后再确认。",
        "The roster has changed meanwhile; nothing was changed. Open the new school year again and check it.",
    ),
    "wecom-no-answer": (
        "企业微信现在没有回应或太忙，没有任何改动。请过一会儿再读取。",
        "WeCom does not answer or is busy; nothing was changed. Read it again in a while.",
    ),
    "wecom-refused": (
        "企业微信不让读取家校通讯录，没有任何改动。请让运维人员检查应用的密钥、家校沟通的接口权限和可信 IP。",
        "WeCom does not let its school directory be read; nothing was changed. Ask the operator to check the application's secret, its permission and the trusted addresses.",
    ),
    "wecom-gone": (
        "这所学校已经没有接入企业微信，没有任何改动。",
        "This organisation has no WeCom application any more; nothing was changed.",
    ),
    "wecom-large": (
        "家校通讯录里的人太多，不像是一所学校，没有任何改动。请让运维人员核对这所学校在通讯录里的部门。",
        "The directory holds too many people for one school; nothing was changed. Ask the operator which department of it is this school.",
    ),
    "replaced": (
        "读取期间又上传或读取了别的名单，这一次没有用上。",
        "Another list was uploaded or read meanwhile, so this one was not used.",
    ),
    "worker": (
        "执行失败，没有任何改动。请重新上传。",
        "It could not be applied; nothing was changed. Upload it again.",
    ),
}


def failure(code: str, language: str) -> str:
    """Why an import was not applied."""
    zh, en = FAILURES[code]
    return en if language == "en" else zh


MEANINGS: dict[str, tuple[str, str]] = {
    "male": ("男", "Male"),
    "female": ("女", "Female"),
    "father": ("父亲", "Father"),
    "mother": ("母亲", "Mother"),
    "grandparent": ("祖父母", "Grandparent"),
    "relative": ("其他亲属", "Other relative"),
    "other": ("其他", "Other"),
    "class_teacher": ("班主任", "Class teacher"),
    "subject_teacher": ("科任教师", "Subject teacher"),
    "counsellor": ("心理教师", "Counsellor"),
    "grade_lead": ("年级组长", "Grade lead"),
    "leader": ("校领导", "Leader"),
    "school_admin": ("学校管理员", "Administrator"),
    "custodian": ("档案保管人", "Custodian"),
    "officer": ("教育局管理员", "Officer"),
    "+": ("新班级", "A new class"),
    "": ("不给角色", "No role"),
}


def meaning_name(kind: str, value: str, language: str) -> str:
    """A meaning's name for a reader; a class has its own."""
    if kind == "class" and value != "+":
        return value
    zh, en = MEANINGS[value]
    return en if language == "en" else zh
