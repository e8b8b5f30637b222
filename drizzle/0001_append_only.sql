-- The ledger is append-only: a trigger refuses what a grant alone would not stop the owner from doing.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A text may be erased (body and nonce become null, the digest stays) and nothing else.
CREATE FUNCTION only_erase_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.body IS NULL AND NEW.nonce IS NULL AND NEW.id = OLD.id AND NEW.digest = OLD.digest
		AND NEW.kind = OLD.kind AND NEW.case_id IS NOT DISTINCT FROM OLD.case_id AND NEW.created_at = OLD.created_at THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'texts are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER texts_only_erased BEFORE UPDATE ON texts FOR EACH ROW EXECUTE FUNCTION only_erase_text();
--> statement-breakpoint
CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER texts_no_truncate BEFORE TRUNCATE ON texts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS pgboss;
--> statement-breakpoint
-- The app's own role, where the operator made one: everything it needs, and of the ledger only reading and appending.
-- It owns nothing but the job queue's schema. Tables of later migrations are granted as they come.
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huiyin_app') THEN
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO huiyin_app;
		GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO huiyin_app;
		ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO huiyin_app;
		ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO huiyin_app;
		REVOKE UPDATE, DELETE, TRUNCATE ON events FROM huiyin_app;
		REVOKE DELETE, TRUNCATE ON texts FROM huiyin_app;
		ALTER SCHEMA pgboss OWNER TO huiyin_app;
	END IF;
END $$;
