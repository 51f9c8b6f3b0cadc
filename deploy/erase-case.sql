-- Erases one case, and the person behind it if they have no other case in that office. As the owner of the database:
--   psql "$DATABASE_OWNER_URL" -v reference=WX-2222-2222 -f deploy/erase-case.sql
-- The log keeps that the case was there and what was done, without a word of it. Files go with the next hourly sweep of
-- the worker, back-ups within 35 days.
\set ON_ERROR_STOP on
begin;
select set_config('app.all', 'on', true), set_config('erase.reference', :'reference', true) \g /dev/null
do $$
declare
    case_key bigint;
    person bigint;
    office bigint;
    addresses text[];
    part record;
begin
    select id, constituent_id, office_id into case_key, person, office
        from cases_case where reference = current_setting('erase.reference');
    if case_key is null then
        raise exception 'There is no case %.', current_setting('erase.reference');
    end if;
    for part in select table_name from information_schema.columns
        where table_schema = 'public' and column_name = 'case_id'
    loop
        execute format('delete from %I where case_id = $1', part.table_name) using case_key;
    end loop;
    delete from cases_case where id = case_key;
    delete from search_entry where kind = 'c' and thing_id = case_key;
    if not exists (select from cases_case where constituent_id = person) then
        select coalesce(array_agg(value), '{}') into addresses
            from constituents_contactpoint where constituent_id = person and kind = 'email';
        for part in select table_name from information_schema.columns
            where table_schema = 'public' and column_name = 'constituent_id'
        loop
            execute format('delete from %I where constituent_id = $1', part.table_name) using person;
        end loop;
        delete from constituents_constituent where id = person;
        delete from search_entry where kind = 'p' and thing_id = person;
        delete from outbox_outboxmessage where office_id = office and recipients ?| addresses;
    end if;
end $$;
commit;
\echo The case is erased.
