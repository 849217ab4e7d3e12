/** The API's limits: characters of a report, and days back that it may reach. */
export const LONGEST = 1000;
export const DAYS_BACK = 60;
