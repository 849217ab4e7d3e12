/** What officers write with, in one file that is fetched apart: a notice, and its correction. */
export { CorrectBureauNotice } from "./correct";
export { EditBureauNotice, WriteBureauNotice } from "./write";
