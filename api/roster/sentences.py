"""What is wrong with a sheet, a column or a row: each code with a sentence in Chinese and English that says what to do."""

from collections.abc import Mapping

from api.roster.field_names import field_name
from schemas.roster.rows import BadRow
from schemas.roster.wire import BadRowShown

SENTENCES: dict[str, tuple[str, str]] = {
    "part_needed": (
        "照这份表格，一件紧急的事将没有人负责。请先指定班主任、年级组长、心理教师或校领导；在教育局，请先指定另一位工作人员。",
        "By this file something urgent would be left with nobody. Name a class teacher, grade lead, counsellor or leader first; in a bureau, another officer.",
    ),
    "own_part": (
        "这份表格会给上传者自己一个能打开保密内容的身份。请由另一位管理员来上传。",
        "This file would give a part that opens what is confidential to the person who uploads it. Another administrator has to upload it.",
    ),
    "number_kept": (
        "{names} 的手机号七天内刚从另一个人那里换走，原机主还可以取回。请先不填这个号码，等满七天再导入。",
        "The phone number of {names} was somebody else's until less than seven days ago, and they can still take it back. Leave it out, and import it once the seven days are over.",
    ),
    "guardian_twin": (
        "{names}：这名学生已有同名的家长，号码不同。同一人换了号码，请在那位家长的页面修改，不要再加一位。",
        "{names}: the student has a guardian of this name with another number. If it is the same person with another number, change it on their page, and add nobody.",
    ),
    "giver_not_another": (
        "这份表格会给一位管理员能打开保密内容的身份，而您是由此人指定的，或任管理员不满七天。请由另一位管理员来上传。",
        "This file would give an administrator a part that opens what is confidential, and they named you, or you are an administrator for less than seven days. Another administrator has to upload it.",
    ),
    "barred_child": ("法院限制您接触一名学生，请换人上传。", "A court bars you from a student; ask somebody else."),
    "barred_part": (
        "照这份表格，一位被法院限制接触某学生的人会成为该班的老师。请在表中换一位老师。",
        "By this file somebody whom a court's order bars from a student would have that student's class. Name another teacher in it.",
    ),
    # sheets
    "sheet_twice": ("“{sheet}”表出现了两次，请只保留一张。", "Sheet “{sheet}” is there twice. Keep one."),
    "sheet_unknown": (
        "不认识这张表：没有一行像列名（学生的是学号、姓名、性别、班级，教职工的是工号、姓名、角色、手机号）。请照模板改列名，或删除这张表。",
        "This sheet is not known: no row looks like headings (of students 学号, 姓名, 性别, 班级; of staff 工号, 姓名, 角色, 手机号). Use the template's, or delete the sheet.",
    ),
    "sheet_not_here": (
        "本机构不是学校，只需填写“教职工”表。请清空这张表。",
        "This organisation is no school: only sheet 教职工 is filled in. Clear this sheet.",
    ),
    "sheet_empty": ("这张表没有任何数据。", "This sheet has no rows."),
    # headings
    "header_missing": (
        "缺少“{column}”这一列。请补上这一列，或在“每一列读作什么”里指出哪一列是它。",
        "Column “{column}” is missing. Add it, or say which column it is.",
    ),
    "diagnosis_column": (
        "“{column}”涉及疾病诊断。名单只记录需要支持的情况，请删除这一列；诊断信息由心理教师写入加密的学生档案。",
        "“{column}” names a diagnosis. The roster takes needs for support only: delete this column.",
    ),
    "diagnosis_value": (
        "“{value}”涉及疾病诊断，不能写进名单。请删除；由心理教师写入加密的学生档案。",
        "“{value}” names a diagnosis, which a roster must not hold. Delete it; it belongs in the student's sealed file.",
    ),
    # cells
    "excel_error": (
        "Excel 在这里算不出结果（如 #N/A、#VALUE!）。请改成内容本身。",
        "Excel shows an error value here, such as #N/A. Enter the content itself.",
    ),
    "unread": ("原来的内容无法读取，请在这里填写。", "What stood here could not be read. Enter it here."),
    "digits_lost": (
        "Excel 把号码存成了 1.38E+10 这样的形式，后面的数字已经丢失。请把这一列设为文本，重新填写完整号码后再导出。",
        "Excel has saved this number as 1.38E+10 and its last digits are lost. Format the column as text, enter the whole number and export again.",
    ),
    "id_number": (
        "这里像是身份证号，不能写进名册。学号请用学籍号或校内编号。",
        "This looks like an identity card number, which a roster must not hold. Use a student number.",
    ),
    "year_needed": ("请先选择学年。", "Choose the school year first."),
    "formula": (
        "这是公式。请复制后“选择性粘贴”为数值。",
        "This is a formula. Copy it and paste it back as a value.",
    ),
    "number_too_long": (
        "数字超过 15 位，Excel 已把后面几位改成 0。请把这一列设为文本后重新填写。",
        "The number has more than 15 digits and Excel has lost the last ones. Format the column as text and enter it again.",
    ),
    "date_in_text": (
        "Excel 把它变成了日期。请把这一列设为文本后重新填写。",
        "Excel has turned this into a date. Format the column as text and enter it again.",
    ),
    "too_long": ("内容太长（上限 {limit} 个字）。", "This is too long (limit {limit} characters)."),
    "control_character": (
        "含有看不见的控制字符，请删除后重新输入。",
        "There is an invisible control character in it. Type it again.",
    ),
    "private_character": (
        "含有无法通用的自造字，请改用标准生僻字输入。",
        "There is a privately encoded character in it. Type the standard character.",
    ),
    "required": ("“{column}”必填。", "“{column}” is required."),
    # values
    "name_wrong": (
        "“{value}”不像姓名。姓名只能有文字、间隔号和空格。",
        "“{value}” does not look like a name: letters, a middle dot and spaces only.",
    ),
    "number_wrong": (
        "“{value}”不能作编号。请用字母、数字和连字符，不超过 32 位。",
        "“{value}” is no valid number: letters, digits and hyphens, at most 32.",
    ),
    "number_twice": ("编号“{value}”与第 {other_row} 行重复。", "Number “{value}” is also in row {other_row}."),
    "sex_wrong": ("“{value}”：性别只能填男或女。", "“{value}”: enter 男 or 女."),
    "year_wrong": ("“{value}”不是学年。请填写如 2026-2027。", "“{value}” is no school year. Enter e.g. 2026-2027."),
    "years_mixed": (
        "一份文件只能有一个学年，第 {other_row} 行是 {other}。",
        "A file holds one school year; row {other_row} has {other}.",
    ),
    "classes_many": (
        "班级超过 {limit} 个。请检查“班级”一列是不是别的内容。",
        "There are more than {limit} classes. Check whether the class column holds something else.",
    ),
    "class_twice": ("班级“{value}”与第 {other_row} 行重复。", "Class “{value}” is also in row {other_row}."),
    "class_unknown": (
        "“班级”表里没有“{value}”。请先在“班级”表中添加，或改正名称。",
        "Class “{value}” is not in sheet 班级. Add it there, or correct the name.",
    ),
    "class_still_used": (
        "“{value}”没有列在“班级”表中，但系统里还有 {count} 名学生在这个班。请导入完整的工作簿。",
        "“{value}” is not listed, but has students: {count}. Import the whole workbook.",
    ),
    "staff_number_taken": (
        "工号“{value}”现在属于另一个人。若换了手机号，请选“只包括这些班级”或“全校”；否则请改工号。",
        "Staff number “{value}” belongs to somebody else today. For a new phone number choose another scope of the file, else correct the number.",
    ),
    "flag_wrong": ("“{value}”：这一列只能填“是”或留空。", "“{value}”: enter 是 or leave it empty."),
    "place_wrong": (
        "“{value}”不是国内的{column}（十进制度数，如 {example}）。",
        "“{value}” is no {column} within the country (decimal degrees, e.g. {example}).",
    ),
    "place_half": ("经度和纬度要么都填，要么都空。", "Fill in both longitude and latitude, or neither."),
    "phone_wrong": (
        "“{value}”不是 11 位大陆手机号。香港、澳门、台湾和国外号码前面要写 + 和区号，如 +852。",
        "“{value}” is not an 11-digit mainland mobile number. Other numbers begin with + and the country code, such as +852.",
    ),
    "phone_shared": (
        (
            "{value} 写在“{name}”名下，但“{other_sheet}”表第 {other_row} 行的“{other_name}”也用它。一个号码或邮箱只能"
            "属于一个人：请改正其中一个；确是同一人时，请把姓名写成一样。"
        ),
        (
            "{value} is given for “{name}”, but “{other_name}” in sheet {other_sheet}, row {other_row} has it too. One "
            "number or email address belongs to one person: correct one of them, or write the same name if it is the same person."
        ),
    ),
    "email_wrong": ("“{value}”不是有效的邮箱地址。", "“{value}” is no valid email address."),
    "email_unreachable": (
        "“{value}”收不到邮件，不能用来登录。请填真实的邮箱，或填手机号。",
        "No mail reaches “{value}”, so nobody can sign in by it. Give a real email address or a phone number.",
    ),
    "email_tagged": ("登录邮箱不能带 +，请去掉它。", "An address to sign in by has no +: leave it out."),
    "email_differs": (
        "同一位家长的邮箱与第 {other_row} 行不一致。",
        "The same guardian has another email address in row {other_row}.",
    ),
    "relation_wrong": (
        "不认识关系“{value}”。请填写：{choices}。",
        "Relation “{value}” is not known. Enter one of: {choices}.",
    ),
    "student_unknown": (
        "“学生”表里没有学号“{value}”。",
        "There is no student with number “{value}” in sheet 学生.",
    ),
    "guardian_twice": (
        "这位家长与这名学生已在第 {other_row} 行写过。",
        "This guardian and student are already in row {other_row}.",
    ),
    "guardians_many": ("一名学生最多登记 9 位家长。", "A student has at most 9 guardians."),
    "order_wrong": ("“{value}”：联系顺序请填 1 至 9，或留空。", "“{value}”: enter 1 to 9, or leave it empty."),
    "order_twice": (
        "这名学生的联系顺序 {value} 已在第 {other_row} 行用过。",
        "Order {value} of this student is already taken in row {other_row}.",
    ),
    "role_wrong": ("不认识角色“{value}”。可填：{choices}。", "Role “{value}” is not known. Possible: {choices}."),
    "role_not_here": (
        "本机构没有“{value}”这个角色。",
        "Role “{value}” does not exist in this kind of organisation.",
    ),
    "lesson_wrong": (
        "看不懂“{value}”。请写成 班级:学科，用分号隔开。",
        "“{value}” is not understood. Write class:subject, with semicolons.",
    ),
    "class_teacher_without_class": (
        "角色是班主任，但没有填写班主任班级。",
        "This person is a class teacher, but no class is given.",
    ),
    "class_teachers_two": (
        "“{value}”的班主任已在第 {other_row} 行写过，一个班只有一位班主任。",
        "Class “{value}” already has a class teacher in row {other_row}.",
    ),
    "staff_twice": (
        "这个手机号的教职工已在第 {other_row} 行写过。",
        "Somebody with this phone number is already in row {other_row}.",
    ),
    "no_admin": (
        "至少要有一人的角色是“学校管理员”，否则以后无人能导入。",
        "At least one person needs the role 学校管理员, or nobody could import again.",
    ),
}


NOTES: dict[str, tuple[str, str]] = {
    "sheet_hidden": ("这张表是隐藏的，没有读取。", "This sheet is hidden and was not read."),
    "rows_hidden": (
        "有 {count} 行被筛选或隐藏，也已读取。",
        "Rows that are hidden or filtered out were read too: {count}.",
    ),
    "heading_row": (
        "表头在第 {row} 行，上面的内容没有读取。",
        "The headings are in row {row}; what is above was not read.",
    ),
    "columns_ignored": ("没有读取这些列：{columns}。", "These columns were not read: {columns}."),
    "never_kept": ("没有读取也不会保存这些列：{columns}。", "These columns were neither read nor stored: {columns}."),
    "wecom_lacks": (
        "企业微信里没有性别、家长姓名和教职工任课。名册里已有的人照名册补上；新来的人请在“标好问题的表格”里补好，再上传。",
        "WeCom has no sex, no name of a parent and no lessons. Of people of the roster they are taken from there; fill in those of newcomers in the file with its faults marked, and upload it.",
    ),
    "set_lacks_sex": (
        "这套文件里没有性别。名册里已有的人照名册不变；新来的人请在“标好问题的表格”里补好，再上传。",
        "This set names nobody's sex. Of people of the roster it stays; fill in that of newcomers in the file with its faults marked, and upload it.",
    ),
    "wecom_no_mobiles": (
        "企业微信没有给出家长的手机号，所以没有读取家长，名册里的家长不变。需要时请运维人员检查应用的权限。",
        "WeCom gave no phone number of any parent, so parents were not read and stay as they are. If they are needed, ask the operator to check the application's permission.",
    ),
    "rows_skipped": ("跳过了合计、填表人等行：第 {rows} 行。", "Rows of totals and remarks were skipped: {rows}."),
    "guardian_without_phone": (
        "{count} 位家长没有手机号。系统里已有号码的保留原号码；没有的用班主任或管理员打印的初始码登录。",
        "Guardians without a phone number here: {count}. A stored number stays; without one they sign in by a starting code on paper from the class teacher or an administrator.",
    ),
    "colleague_without_phone": (
        "{count} 位教职工没有手机号也没有邮箱。系统里已有号码的保留原号码；没有的用管理员打印的初始码登录。",
        "Colleagues with neither a phone number nor an email address here: {count}. A stored one stays; without one they sign in by a starting code on paper from an administrator.",
    ),
    "guardian_by_mail": (
        "{count} 位家长没有手机号，只有邮箱。系统里已有号码的保留原号码；没有的用邮箱收验证码登录。",
        "Guardians with an email address here and no phone number: {count}. A stored number stays; without one they sign in by a code to the address.",
    ),
    "guardian_unnamed": (
        "{count} 位家长既没有姓名也没有手机号，没有读取。",
        "Guardians without name and phone number, who were not read: {count}.",
    ),
    "namesakes": (
        "有 {count} 组同班同名的学生。他们请用班级码和学号登录，只写姓名登不上：",
        "Names that stand twice or more in one class: {count}. Those students sign in with the class code and their student number; the name alone will not do:",
    ),
    "classes_derived": (
        "表中没有班级表，按学生的班级建立（{year} 学年）：{names}。",
        "There is no sheet of classes; these come from the students ({year}): {names}.",
    ),
    "graduates": (
        "{classes}毕业：{count} 名学生和家长可以使用到 {day}，之后自动离开。",
        "{classes} graduate. Students who have access with their families until {day}, and leave then: {count}.",
    ),
    "class_teacher_of_none": (
        "{count} 位教职工写的是班主任，但表里没有“班主任班级”这一列，不知道是哪个班的，没有登记。",
        "Staff who are called class teachers, while no column says of which class: {count}. They were not entered as such.",
    ),
    "class_teacher_kept": (
        "“只有新增”不换班主任。这些班已有班主任，仍由原来的老师担任：{names}。",
        "A file of new people replaces no class teacher. These classes keep theirs: {names}.",
    ),
    "asks_later": (
        "还有 {count} 个词要确认。先确认上面这些，重新读取后再继续。",
        "Words still to be settled after these: {count}. Settle these first; the others follow when the file is read again.",
    ),
    "leave_kept": (
        "{names}正在请假：这里写给他们的班级和角色，请假结束前仍由代理人承担，之后自动交还。",
        "On leave: {names}. Classes and roles that this gives them stay with who stands in until the leave is over.",
    ),
    "numbers_stay": (
        "撤销不会换回手机号和邮箱，{names}仍用新的登录。要换回，请在各人的页面修改。",
        "Phone numbers and email addresses stay as they are: {names} still sign in with the new one. Change it back on each person's page.",
    ),
    "child_kept": ("法院限制您接触的学生没有改动。", "A student from whom a court bars you stays as they are."),
    "guardian_barred": (
        "法院限制其接触该学生的家长没有恢复关联（学号 {numbers}）。",
        "Guardians whom a court's order bars were not tied again (student numbers {numbers}).",
    ),
}
"""What is said about a file that is no fault."""
_LISTS = {"classes", "columns", "names", "numbers", "rows"}


def say(code: str, params: Mapping[str, str], language: str) -> str:
    """The sentence of a code for a reader of `language` (en, or else zh-CN)."""
    zh, en = SENTENCES.get(code) or NOTES[code]
    if language != "en":
        return zh.format(**params)
    return en.format(**{name: text.replace("、", ", ") if name in _LISTS else text for name, text in params.items()})


def show(bad: BadRow, language: str) -> BadRowShown:
    """A bad row as the reader sees it."""
    params = {"sheet": bad.sheet, "column": bad.column, **bad.params}
    column, message = field_name(bad.column, language), say(bad.code, params, language)
    return BadRowShown(sheet=bad.sheet, row=bad.row, column=column, code=bad.code, message=message)
