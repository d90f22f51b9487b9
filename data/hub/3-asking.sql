-- The one way into another commune: by the whole reference and what its slip proves, one filing at a
-- time. It touches the shard of that commune alone.

CREATE FUNCTION hub_ask(asked text, shown bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    unit text := substr(asked, 3, 5);
    slip hub_status%ROWTYPE;
BEGIN
    SELECT * INTO slip FROM hub_status
    WHERE commune = unit AND reference = asked FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    -- Six digits are soon tried, so nobody tries more than five on one day.
    IF slip.wrong >= 5 AND slip.wrong_on = current_date THEN
        RAISE EXCEPTION 'too many wrong codes' USING ERRCODE = 'LT001';
    END IF;
    IF slip.proof = shown THEN
        RETURN slip.said;
    END IF;
    UPDATE hub_status
    SET wrong = CASE WHEN wrong_on = current_date THEN wrong + 1 ELSE 1 END,
        wrong_on = current_date
    WHERE commune = unit AND reference = asked;
    RETURN NULL;  -- as for a reference that nobody gave out
END
$$;
REVOKE ALL ON FUNCTION hub_ask(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_ask(text, bytea) TO hub_desk;
