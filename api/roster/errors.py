"""Why a whole file is refused, or an import cannot go on. What is wrong with single rows is in `sentences`."""

from api.core.errors import Problem


class FileRefused(Problem):
    """A file that cannot be read as a roster. Nothing of it is kept."""

    status, slug = 422, "roster-file"
    zh, en = "无法读取这个文件。", "This file cannot be read."


class FileTooLarge(FileRefused):
    status, slug = 413, "roster-file-too-large"
    zh, en = (
        "文件太大（上限 {limit} MB）。请删除表中的图片和空白行，或按年级分开后再导入。",
        "The file is too large (limit {limit} MB). Remove pictures and empty rows from it.",
    )


class FileEmpty(FileRefused):
    slug = "roster-file-empty"
    zh, en = "文件是空的，请重新选择。", "The file is empty. Choose another one."


class WrongType(FileRefused):
    slug = "roster-wrong-type"
    zh, en = (
        "这不是 .xlsx 或 .ods 工作簿，也不是 CSV 文件。请下载模板填写，保存为 .xlsx 后再导入。",
        "This is neither an .xlsx or .ods workbook nor a CSV file. Fill in the template and save it as .xlsx.",
    )


class OldExcel(FileRefused):
    slug = "roster-old-excel"
    zh, en = (
        "这是旧版 .xls 文件。请在 Excel 或 WPS 中“另存为”.xlsx 后再导入。",
        "This is an old .xls file. Open it and save it as .xlsx.",
    )


class Encrypted(FileRefused):
    slug = "roster-encrypted"
    zh, en = (
        "文件设有打开密码，无法读取。请取消密码后再导入。",
        "The file is protected by a password. Remove the password and try again.",
    )


class Macros(FileRefused):
    slug = "roster-macros"
    zh, en = (
        "文件中带有宏，出于安全不能导入。请另存为 .xlsx。",
        "The file holds macros, which are not taken. Save it as .xlsx.",
    )


class Damaged(FileRefused):
    slug = "roster-damaged"
    zh, en = (
        "文件已损坏或不完整。请用 Excel 或 WPS 打开，重新保存后再导入。",
        "The file is damaged or incomplete. Open it, save it again and try once more.",
    )


class Bomb(FileRefused):
    slug = "roster-unpacks-too-large"
    zh, en = (
        "压缩文件解开后过大（上限 {limit} MB），已停止读取。请用模板重新填写。",
        "The file unpacks to more than {limit} MB; reading was stopped. Fill in the template afresh.",
    )


class TooManyParts(FileRefused):
    slug = "roster-too-many-parts"
    zh, en = (
        "压缩文件内的部件过多（上限 {limit} 个）。请用模板重新填写。",
        "The file holds more than {limit} parts. Fill in the template afresh.",
    )


class TooManyRows(FileRefused):
    slug = "roster-too-many-rows"
    zh, en = (
        "“{sheet}”表超过 {rows} 行或 {columns} 列。请删除数据以外的行和列。",
        "Sheet “{sheet}” has more than {rows} rows or {columns} columns. Delete rows and columns outside the data.",
    )


class WrongEncoding(FileRefused):
    slug = "roster-encoding"
    zh, en = (
        "CSV 文件的编码无法识别。请保存为“CSV UTF-8”或 GB18030 编码。",
        "The CSV file's encoding is not known. Save it as “CSV UTF-8” or in GB18030.",
    )


class BrokenCsv(FileRefused):
    slug = "roster-csv-broken"
    zh, en = (
        "“{file}”第 {line} 行附近的引号或分隔符有误。请用 Excel 或 WPS 重新导出 CSV。",
        "Quotes or separators are wrong near line {line} of “{file}”. Export the CSV again.",
    )


class UnknownCsv(FileRefused):
    slug = "roster-csv-unknown"
    zh, en = (
        "“{file}”不像名单：里面没有名单的列名，文件名也不是表名。如果它是名单，请另存为 .xlsx，或让首行与模板中某张表的表头一致，或用表名（如 学生.csv）命名。",
        "“{file}” does not look like a roster: it has none of its headings. If it is one, save it as .xlsx, use a sheet's headings as first row, or name the file after the sheet.",
    )


class TooMuch(FileRefused):
    slug = "roster-too-much"
    zh, en = (
        "检查这个文件所需的内存或时间超过上限，已停止读取。请用模板重新填写，或按年级分开后再导入。",
        "Checking this file takes more memory or time than is allowed. Fill in the template, or split it by grade.",
    )


class ImportRunning(Problem):
    status, slug = 409, "roster-import-running"
    zh, en = (
        "另一次导入正在进行，请等它完成后再试。",
        "Another import is under way. Wait until it is done and try again.",
    )


class CannotApply(Problem):
    status, slug = 409, "roster-cannot-apply"
    zh, en = (
        "这次导入不能执行：文件有错误、已执行过或已被更新的上传替代。请重新上传文件。",
        "This import cannot be applied: it has errors, was applied already or was replaced. Upload the file again.",
    )


class ImportStale(Problem):
    status, slug = 409, "roster-stale"
    zh, en = (
        "检查之后，名册已经由另一次导入更新过，这份结果已经过时。请重新上传文件。",
        "Another import was applied since this file was checked, so its result is out of date. Upload the file again.",
    )


class ConfirmLosses(Problem):
    status, slug = 409, "roster-confirm-losses"
    zh, en = (
        "这份文件会让一些人员、家长关系、任课、住址、支持情况或角色离开名册。请逐项核对，确认后再执行。",
        "This file would end or remove people, ties, lessons, homes, needs or roles. Check the list and confirm.",
    )


class CannotUndo(Problem):
    status, slug = 409, "roster-cannot-undo"
    zh, en = (
        "只能撤销最近一次更新，且须在 7 天之内。",
        "Only the latest import can be undone, within 7 days.",
    )


class NoWecom(Problem):
    status, slug = 409, "roster-no-wecom"
    zh, en = (
        "这所学校没有接入企业微信。请上传文件，或请运维人员接入。",
        "This organisation has no WeCom application. Upload a file, or ask the operator to set one up.",
    )


class UploadGone(Problem):
    status, slug = 409, "roster-upload-gone"
    zh, en = (
        "这份文件已经执行过或被更新的上传替代，内容没有保留。请重新上传。",
        "This file was applied or replaced, and its content was not kept. Upload it again.",
    )


class NoSuchMeaning(Problem):
    status, slug = 422, "roster-meaning"
    zh, en = "没有这个对应项，请重新选择。", "There is no such meaning. Choose again."


class OnLeave(Problem):
    status, slug = 409, "on-leave"
    zh, en = (
        "此人在请假，身份已暂时转给代班的同事，请假结束会还回来。要改身份，请先结束请假。",
        "This person is on leave: their roles are with a colleague and come back at its end. End the leave first to change them.",
    )
