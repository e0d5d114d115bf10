#include "records/json_notes.h"

#include "go/release.h"

#define PLURAL(n) ((n) == 1 ? "" : "s")
#define NOTE(set, id, n, ...)                                                                      \
    hw_note_add(&(set)->notes, (set)->strings, HW_NOTE_##id, (n), __VA_ARGS__)

static unsigned long long number(uint64_t n)
{
    return n;
}

static hw_str name(const hw_claims *set, hw_sid id)
{
    return hw_str_sub(hw_strings_get(set->strings, id), 0, 60);
}

static HW_MEM note_alone(hw_claims *set)
{
    const hw_json_records *j = &set->json;
    if (j->alone == 0)
        return HW_MEM_OK;
    return NOTE(
        set, JSON_ONLY, j->alone,
        "%llu package%s %s -json records and no text, so %s claims are not known; build with "
        "-m=2 as well and give its output too",
        number(j->alone), PLURAL(j->alone), j->alone == 1 ? "has" : "have",
        j->alone == 1 ? "its" : "their");
}

static HW_MEM note_unread(hw_claims *set)
{
    const hw_json_records *j = &set->json;
    uint64_t unknown = j->by_code[HW_CODE_UNKNOWN];
    uint64_t n = j->invalid + j->orphans + unknown + j->skipped_files;
    hw_str code = name(set, j->unknown_code);
    if (n == 0)
        return HW_MEM_OK;
    return NOTE(set, JSON_UNREAD, n,
                "of the -json records were left out: %llu line%s that %s none, %llu before any "
                "header, %llu of unknown codes%s%.*s%s, %llu file%s that hold%s none",
                number(j->invalid), PLURAL(j->invalid), j->invalid == 1 ? "is" : "are",
                number(j->orphans), number(unknown), unknown ? " (the first: \"" : "",
                HW_STR_ARG(code), unknown ? "\")" : "", number(j->skipped_files),
                PLURAL(j->skipped_files), j->skipped_files == 1 ? "s" : "");
}

static HW_MEM note_versions(hw_claims *set)
{
    const hw_json_records *j = &set->json;
    hw_str json = name(set, j->version), other = name(set, j->other_version);
    int minor = hw_go_minor(json);
    if (j->other_version)
        return NOTE(set, VERSIONS_DIFFER, 1,
                    "the -json records are of several Go versions (%.*s, %.*s), so they are of "
                    "several builds",
                    HW_STR_ARG(json), HW_STR_ARG(other));
    if (set->go_version && j->version && set->go_version != j->version) {
        hw_str text = name(set, set->go_version);
        return NOTE(set, VERSIONS_DIFFER, 1,
                    "the -json records are of %.*s, the text is of %.*s: they are of two builds",
                    HW_STR_ARG(json), HW_STR_ARG(text));
    }
    if (minor && set->lines && (minor < set->go.min || minor > set->go.max))
        return NOTE(set, VERSIONS_DIFFER, 1,
                    "the -json records are of %.*s, which does not print some lines of the text: "
                    "they are of two builds",
                    HW_STR_ARG(json));
    return HW_MEM_OK;
}

static HW_MEM note_missing(hw_claims *set)
{
    const hw_json_records *j = &set->json;
    if (j->unpaired == 0)
        return HW_MEM_OK;
    return NOTE(set, NO_RECORD, j->unpaired,
                "%llu of %llu heap claims have no -json record, so the calls that they were "
                "inlined through are not known (files of one base name overwrite each other; cgo "
                "and //line change places)",
                number(j->unpaired), number(j->unpaired + j->paired));
}

HW_MEM hw_json_notes(hw_claims *set)
{
    if (set->json.lines + set->json.skipped_files == 0)
        return HW_MEM_OK;
    hw_mem ok = note_alone(set) && note_unread(set) && note_versions(set) && note_missing(set);
    /* "go1.26.8 X:greenteagc": the version is its first word. */
    if (ok && !set->go_version && hw_go_minor(name(set, set->json.version))) {
        hw_str version = hw_strings_get(set->strings, set->json.version);
        ok = hw_strings_put(set->strings, hw_str_sub(version, 0, hw_str_chr(version, ' ')),
                            &set->go_version);
    }
    return ok;
}
