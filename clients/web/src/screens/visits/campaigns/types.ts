import type { Shape } from "../../../api/client";

export type Campaign = Shape<"Campaign">;
export type CampaignInput = Shape<"CampaignNew">;
export type Named = [id: string, name: string];

/** More students than this are shown when they are asked for. */
export const FIRST = 12;

export interface CampaignPath {
  org_id: number;
  campaign_id: string;
}
