/** Whether most people have quiet hours at a time of day (HH:MM): those that everybody has who chose no others. */
export const isQuiet = (time: string): boolean => time >= "21:30" || time < "07:00";
