import type { Shape } from "../../../api/client";

export type Campaign = Shape<"Campaign">;
export type CampaignInput = Shape<"CampaignNew">;
export type Named = [id: string, name: string];

export interface CampaignPath {
  org_id: number;
  campaign_id: string;
}
