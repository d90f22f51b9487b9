-- The hub: what the desks of a commune tell each other, in tables that any engine with PostgreSQL's
-- protocol can hold. Every key begins with the commune, so that a transaction touches one shard.
-- No sequence, trigger, NOTIFY, advisory lock, nor a sub-query in a policy: not every engine has them.

CREATE TABLE hub_meta (
    commune text NOT NULL,  -- '*': of all
    key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (commune, key)
);

-- Who may come in: written by whoever administers the hub, read by the desks of the commune.
CREATE TABLE hub_member (
    commune text NOT NULL,
    role text NOT NULL,
    desk integer NOT NULL,
    card bytea NOT NULL,
    revoked boolean NOT NULL DEFAULT false,
    PRIMARY KEY (commune, role)
);

-- The streams and their last events. A stream belongs to the desk that sent its first event.
CREATE TABLE hub_stream (
    commune text NOT NULL,
    stream text NOT NULL,
    desk integer NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0,
    last_id uuid,
    PRIMARY KEY (commune, stream),
    UNIQUE (commune, stream, desk)
);

-- The envelopes of events as docs/journal-format.md has them. `tag` tells the desks that the row is
-- one of theirs; the payload is sealed, and NULL once it is erased. `code` is a reference that this
-- event gives out.
CREATE TABLE hub_event (
    commune text NOT NULL,
    stream text NOT NULL,
    desk integer NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    version integer NOT NULL,
    at text NOT NULL,
    officer text NOT NULL,
    kind text NOT NULL,
    filing uuid,
    commitment bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    epoch integer NOT NULL,
    tag bytea NOT NULL,
    sealed bytea,
    code text,
    got_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (commune, stream, seq),
    FOREIGN KEY (commune, stream, desk) REFERENCES hub_stream (commune, stream, desk)
);
CREATE UNIQUE INDEX hub_event_id ON hub_event (commune, event_id);
CREATE UNIQUE INDEX hub_event_code ON hub_event (commune, code) WHERE code IS NOT NULL;
CREATE INDEX hub_event_filing ON hub_event (commune, filing);

-- Which desk has a filing in hand after it was taken over, counted from 1.
CREATE TABLE hub_claim (
    commune text NOT NULL,
    filing uuid NOT NULL,
    rev integer NOT NULL,
    desk integer NOT NULL,
    stream text NOT NULL,
    got_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (commune, filing, rev)
);

-- The keys of the contents, each wrapped to one desk (`role`) by another (`giver`).
CREATE TABLE hub_key (
    commune text NOT NULL,
    epoch integer NOT NULL,
    role text NOT NULL,
    giver text NOT NULL,
    wrapped bytea NOT NULL,
    PRIMARY KEY (commune, epoch, role, giver)
);

-- Contents in sealed parts, under a name that tells nothing of them.
CREATE TABLE hub_blob (
    commune text NOT NULL,
    name text NOT NULL,
    part integer NOT NULL,
    parts integer NOT NULL,
    desk integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (commune, name, part)
);
ALTER TABLE hub_blob ALTER COLUMN data SET STORAGE EXTERNAL;

-- What agencies say: each in its own stream, to one desk. Which procedure stands where and since when
-- may be seen here; the reply itself is for that desk alone, and signed.
CREATE TABLE hub_reply (
    commune text NOT NULL,
    agency text NOT NULL,
    province text NOT NULL,
    seq bigint NOT NULL,
    reply_id text NOT NULL,
    desk integer NOT NULL,
    reference text NOT NULL,
    outcome text NOT NULL,
    at text NOT NULL,
    sealed bytea NOT NULL,
    got_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (commune, agency, province, seq)
);
CREATE UNIQUE INDEX hub_reply_id ON hub_reply (commune, agency, province, reply_id);

-- Where a filing stands, sealed for whoever has its slip and asks in another commune. `proof` is
-- derived from the reference and the code on the slip; `rev`: how often the filing was taken over.
CREATE TABLE hub_status (
    commune text NOT NULL,
    filing uuid NOT NULL,
    rev integer NOT NULL,
    proof bytea NOT NULL,
    sealed bytea NOT NULL CHECK (octet_length(sealed) < 16384),
    PRIMARY KEY (commune, filing)
);
CREATE INDEX hub_status_proof ON hub_status (commune, proof);
