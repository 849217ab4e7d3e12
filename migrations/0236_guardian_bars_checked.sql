-- Apart from the statement that adds it: this one reads the table without holding up writers.
alter table guardianships validate constraint guardianships_barred_ended;
