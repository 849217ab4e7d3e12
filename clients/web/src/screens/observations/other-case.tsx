import { useRoute } from "preact-iso";
import { useFetched } from "../../ui/fetched";
import { Loaded } from "../../ui/loaded";

/** What stands below /concerns for people whose case it is not: a school's for an officer, a request for a custodian. One address keeps the first page small. */
export default function OtherCase() {
  const request = useRoute().params.of === "disclosures";
  return <Loaded of={useFetched(() => (request ? import("./disclosure") : import("./school-case")))}>{({ default: Screen }) => <Screen />}</Loaded>;
}
