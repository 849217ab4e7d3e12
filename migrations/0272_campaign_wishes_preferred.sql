-- V9: a family is planned on an evening where no family and no more evenings are lost by it.
alter table campaign_wishes add column preferred uuid;
comment on column campaign_wishes.preferred is 'The evening of the plan on which this family is visited where nothing is lost by it.';
