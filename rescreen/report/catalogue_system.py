"""Texts of what the system and Click refuse: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    # Errors of the operating system, by their names
    "system.ENOENT": ("没有这个文件或文件夹", "no such file or folder"),
    "system.EEXIST": ("同名的文件或文件夹已存在", "a file or folder of this name exists"),
    "system.EACCES": ("没有权限", "permission denied"),
    "system.EPERM": ("不允许这样操作", "operation not permitted"),
    "system.EISDIR": ("这是文件夹，不是文件", "this is a folder, not a file"),
    "system.ENOTDIR": ("路径中有一段不是文件夹", "a part of the path is no folder"),
    "system.ENOSPC": ("磁盘已满", "no space left on the disk"),
    "system.EDQUOT": ("磁盘配额已用完", "disk quota exceeded"),
    "system.EROFS": ("磁盘是只读的", "the disk is read-only"),
    "system.ENAMETOOLONG": ("名称太长", "the name is too long"),
    "system.EMFILE": ("打开的文件太多", "too many open files"),
    "system.ENOTEMPTY": ("文件夹不是空的", "the folder is not empty"),
    "system.EBUSY": ("正被占用", "it is in use"),
    "system.EIO": ("磁盘读写出错", "the disk failed to read or write"),
    "system.ELOOP": ("符号链接绕成了圈", "symbolic links go in a circle"),
    # What Click refuses
    "usage.no_such_command": ("没有命令 {name}。", "No such command: {name}."),
    "usage.did_you_mean": ("是不是 {names}？", "Did you mean {names}?"),
    "usage.choice": ("{value} 不在可选之列：{choices}。", "{value} is none of: {choices}."),
    "usage.range": ("{value} 不在范围 {range} 之内。", "{value} is not in the range {range}."),
    "usage.number": ("{value} 不是数。", "{value} is not a number."),
    "usage.whole": ("{value} 不是整数。", "{value} is not a whole number."),
    "usage.date": (
        "{value} 不是日期或时刻，应写成 {formats}。",
        "{value} is no date or time; write it as {formats}.",
    ),
    "usage.no_file": ("没有文件或文件夹 {value}。", "There is no file or folder {value}."),
    "usage.wants_value": ("选项 {name} 后面要有值。", "Option {name} wants a value."),
    "usage.takes_no_value": ("选项 {name} 后面不能有值。", "Option {name} takes no value."),
    "usage.too_many": ("多余的参数：{names}", "More arguments than expected: {names}"),
}
