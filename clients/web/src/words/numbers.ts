import { both, type Words } from "../text";

/** Phone numbers that a school moved: taking one back, one's own, and those to confirm. */
export const words = {
  link: ["手机号被换了？", "My number was changed"],
  lead: ["学校七天内换过您的登录手机号，而您没有要求过，可以用原号码改回来。改回后，用新号码登录的人会退出。", "If your school changed the phone number that you sign in with within seven days and you did not ask for it, take it back with the old number. Whoever signed in with the new one is signed out."],
  old: ["原来的手机号", "Your old mobile number"],
  takeBack: ["改回原号码", "Take my number back"],
  takenBack: ["已改回。请用原号码登录，并告诉学校。", "Taken back. Sign in with the old number, and tell the school."],
  title: ["手机号", "Phone number"],
  by: (name: string | null) => (name === null ? both("由所属的另一家机构更换", "changed by another organisation that they belong to") : name ? both(`${name} 更换`, `changed by ${name}`) : both("由运维人员更换", "changed by those who run Xinqiao")),
  open: ["七天内原号码可以改回", "the old number can take it back for seven days"],
  openBySecret: ["七天内可以用登录口令确认，或取消这个号码", "for seven days your passphrase confirms it, or takes it away"],
  settleLead: ["您原来没有登记手机号，用登录口令登录。这个号码是您本人的吗？输入登录口令，由您自己说了算。", "You had no number and signed in with a passphrase. Is this number yours? Enter your passphrase: you decide."],
  secret: ["我的登录口令", "My passphrase"],
  mine: ["是我的号码", "It is my number"],
  isMine: ["好了。以后用这个手机号登录。", "Done. From now on you sign in with this number."],
  refuse: ["不是我的号码", "It is not my number"],
  refuseSure: ["这个号码会被取消，用它登录的人会退出。您以后还是用登录口令登录。", "The number goes away, and anybody signed in with it is signed out. You go on signing in with your passphrase."],
  notMine: ["已取消，学校管理员会收到通知。", "It is gone. The school's administrators are told."],
  lapsed: ["无人反对", "nobody objected"],
  outcomes: { confirmed: ["已由另一个人确认", "confirmed by a second person"], objected: ["已由原号码改回", "taken back by the old number"], moved_back: ["学校已改回", "changed back by the school"], moved_again: ["之后又更换", "changed again"] } satisfies Record<string, Words>,
  waiting: ["等您确认的新手机号", "New phone numbers for you to confirm"],
  waitingLead: ["请先当面，或打原来的号码问过本人，再确认。", "Ask them in person, or on the old number, before you confirm."],
  confirm: ["是本人的号码", "It is their number"],
  confirmSure: (name: string) => both(`${name} 换了手机号，您和本人说过话了吗？确认后新号码可以签字，原号码不能再改回。`, `Have you spoken with ${name}? The new number can sign then, and the old one can take nothing back.`),
  confirmed: ["已确认。", "Confirmed."],
} satisfies Record<string, Words | Record<string, Words> | ((...given: never[]) => Words)>;
