/** What of an answer may lie on the phone. */

interface Talk {
  private: true;
  studentId: string | null;
  people?: { accountId: string }[];
}

/** The answer without the student of somebody else's private talk: storage outlives the second factor that showed the name. */
export function storable(data: unknown, accountId: string): unknown {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) => {
    if (!isPrivateTalk(value) || value.studentId === accountId) return value;
    return { ...value, studentId: null, studentName: null, people: value.people?.filter((person) => person.accountId === accountId) };
  });
}

function isPrivateTalk(value: unknown): value is Talk {
  return typeof value === "object" && value !== null && "studentName" in value && "private" in value && value.private === true;
}
