import { both } from "../text";

export const words = {
  byNeed: both("按需要支持的情况", "By need for support"),
  byRole: both("按职务", "By role of staff"),
  needs: both("孩子的情况", "The child's need"),
  needsNote: both("只有校领导和学校管理员看得到按什么情况发；收到的人和班主任都看不到。", "Only leaders and administrators see which need was chosen; neither readers nor class teachers do."),
  need: {
    left_behind: both("留守", "Parents work elsewhere"),
    single_parent: both("单亲", "Single parent"),
    hardship: both("困难", "Poverty"),
    migrant: both("随迁", "Migrant parents"),
    disabled: both("残疾", "Disability"),
    orphan: both("孤儿", "Orphan"),
    without_care: both("事实无人抚养", "Without actual care"),
    divorced: both("父母离异", "Parents divorced"),
    bereaved: both("丧亲", "Bereaved"),
    moved_school: both("中途转入", "Moved school mid-way"),
  },
  roles: both("职务", "Roles"),
  role: {
    class_teacher: both("班主任", "Class teacher"),
    subject_teacher: both("科任教师", "Subject teacher"),
    grade_lead: both("年级组长", "Head of grade"),
    counsellor: both("心理教师", "Counsellor"),
    leader: both("校领导", "School leader"),
    school_admin: both("学校管理员", "School administrator"),
    custodian: both("档案保管人", "Custodian"),
  },
  without: both("除了这些班级", "Except these classes"),
  leftOut: both("不发给", "Except"),
  students: (count: number) => both(`${count} 个学生`, count === 1 ? "1 student" : `${count} students`),
  comma: both("、", ", "),
};
