-- A program of XPath is a path, and for UPDATEXML what comes in place of what it finds; the outcome is JSON.
CREATE MACRO fn.run_xml(program, document) AS json_extract_string(fn.document_wait(stagewire_xml_begin(fn.document_owner(), program, document)), '$');
CREATE MACRO fn.extract_value(document, path) AS fn.run_xml(CASE WHEN path IS NOT NULL THEN CAST(json_object('path', path) AS VARCHAR) END, document);
CREATE MACRO fn.update_xml(document, path, value) AS fn.run_xml(CASE WHEN path IS NOT NULL AND value IS NOT NULL THEN CAST(json_object('path', path, 'by', value) AS VARCHAR) END, document);
