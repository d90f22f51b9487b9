-- Least rights. A role is named after whom it is of: d_<commune>_<desk>_<which enrolment>. Policies
-- ask of the name alone, for some engines take no sub-query in them.

CREATE ROLE hub_desk NOLOGIN;
GRANT USAGE ON SCHEMA public TO hub_desk;

ALTER TABLE hub_meta ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_stream ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_blob ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON hub_meta, hub_member TO hub_desk;
GRANT SELECT, INSERT ON hub_stream, hub_event, hub_claim, hub_key, hub_blob TO hub_desk;
GRANT UPDATE (last_seq, last_id) ON hub_stream TO hub_desk;
GRANT UPDATE (sealed) ON hub_event TO hub_desk;
GRANT DELETE ON hub_blob TO hub_desk;

CREATE POLICY meta_read ON hub_meta FOR SELECT TO hub_desk
    USING (commune IN ('*', split_part(current_user, '_', 2)));
CREATE POLICY member_read ON hub_member FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));

CREATE POLICY stream_read ON hub_stream FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
-- A desk's own streams, and those of a kiosk that it took in.
CREATE POLICY stream_begin ON hub_stream FOR INSERT TO hub_desk WITH CHECK (
    commune = split_part(current_user, '_', 2)
    AND desk::text = split_part(current_user, '_', 3)
    AND (split_part(stream, '_', 1) = 'k'
         OR (split_part(stream, '_', 1) = 'd'
             AND split_part(stream, '_', 2) = commune
             AND split_part(stream, '_', 3) = desk::text)));
CREATE POLICY stream_move ON hub_stream FOR UPDATE TO hub_desk
    USING (commune = split_part(current_user, '_', 2)
           AND desk::text = split_part(current_user, '_', 3))
    WITH CHECK (commune = split_part(current_user, '_', 2)
                AND desk::text = split_part(current_user, '_', 3));

CREATE POLICY event_read ON hub_event FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
CREATE POLICY event_add ON hub_event FOR INSERT TO hub_desk WITH CHECK (
    commune = split_part(current_user, '_', 2)
    AND desk::text = split_part(current_user, '_', 3));
-- The one change an event knows: its contents are erased, by the desk that sent them.
CREATE POLICY event_erase ON hub_event FOR UPDATE TO hub_desk
    USING (commune = split_part(current_user, '_', 2)
           AND desk::text = split_part(current_user, '_', 3))
    WITH CHECK (sealed IS NULL);

CREATE POLICY claim_read ON hub_claim FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
CREATE POLICY claim_add ON hub_claim FOR INSERT TO hub_desk WITH CHECK (
    commune = split_part(current_user, '_', 2)
    AND desk::text = split_part(current_user, '_', 3));

CREATE POLICY key_read ON hub_key FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
CREATE POLICY key_add ON hub_key FOR INSERT TO hub_desk
    WITH CHECK (commune = split_part(current_user, '_', 2) AND giver = current_user);

CREATE POLICY blob_read ON hub_blob FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
CREATE POLICY blob_add ON hub_blob FOR INSERT TO hub_desk WITH CHECK (
    commune = split_part(current_user, '_', 2)
    AND desk::text = split_part(current_user, '_', 3));
CREATE POLICY blob_drop ON hub_blob FOR DELETE TO hub_desk
    USING (commune = split_part(current_user, '_', 2)
           AND desk::text = split_part(current_user, '_', 3));

-- Agencies: a_<agency>_<province>_<which enrolment>. Each writes in its own stream, and sees that.
CREATE ROLE hub_agency NOLOGIN;
GRANT USAGE ON SCHEMA public TO hub_agency;
ALTER TABLE hub_reply ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON hub_meta TO hub_agency;
GRANT SELECT, INSERT ON hub_reply TO hub_agency;
GRANT SELECT ON hub_reply TO hub_desk;
CREATE POLICY meta_read_by_agency ON hub_meta FOR SELECT TO hub_agency USING (commune = '*');
CREATE POLICY reply_add ON hub_reply FOR INSERT TO hub_agency WITH CHECK (
    agency = split_part(current_user, '_', 2) AND province = split_part(current_user, '_', 3));
CREATE POLICY reply_read_by_agency ON hub_reply FOR SELECT TO hub_agency USING (
    agency = split_part(current_user, '_', 2) AND province = split_part(current_user, '_', 3));
CREATE POLICY reply_read ON hub_reply FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
-- A desk that has a reply leaves nothing of its contents there.
GRANT UPDATE (sealed) ON hub_reply TO hub_desk;
CREATE POLICY reply_taken ON hub_reply FOR UPDATE TO hub_desk
    USING (commune = split_part(current_user, '_', 2)
           AND desk::text = split_part(current_user, '_', 3))
    WITH CHECK (sealed = '');

-- What is told of filings: written by the desks of the commune; others ask by `hub_ask` alone.
ALTER TABLE hub_status ENABLE ROW LEVEL SECURITY;
GRANT SELECT (commune, filing, rev), INSERT ON hub_status TO hub_desk;
GRANT UPDATE (rev, proof, sealed) ON hub_status TO hub_desk;
GRANT DELETE ON hub_status TO hub_desk;
CREATE POLICY status_read ON hub_status FOR SELECT TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
CREATE POLICY status_add ON hub_status FOR INSERT TO hub_desk
    WITH CHECK (commune = split_part(current_user, '_', 2));
CREATE POLICY status_renew ON hub_status FOR UPDATE TO hub_desk
    USING (commune = split_part(current_user, '_', 2))
    WITH CHECK (commune = split_part(current_user, '_', 2));
CREATE POLICY status_withdraw ON hub_status FOR DELETE TO hub_desk
    USING (commune = split_part(current_user, '_', 2));
