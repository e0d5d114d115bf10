/* A text is cut where the reader's state is known whatever stands before: no string over several
 * lines, no explanation and no dump goes over a cut. Whichever thread is free reads the next piece.
 * Whichever has just read the piece that is to be appended next appends it, and those behind it
 * that are read. No thread reads far ahead of that piece, since what is not appended costs memory.
 */
#include "diag/pieces.h"

#include <pthread.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/pool.h"
#include "diag/piece.h"
#include "diag/reader.h"
#include "go/log_line.h"
#include "go/step_text.h"
#include "message/not_compiler.h"

/* Lines that end explanations and dumps, and that add the same to an empty set. */
static bool stands_alone(hw_role role)
{
    switch (role) {
    case HW_ROLE_HEAP:
    case HW_ROLE_STACK:
    case HW_ROLE_PARAM:
    case HW_ROLE_HEAD:
    case HW_ROLE_LEAK:
    case HW_ROLE_DECL:
    case HW_ROLE_INLINE:
        return true;
    default:
        return false;
    }
}

/* A header (*whole), or a message that is on one line and not inside a string. */
static bool is_cut(const hw_diag_reader *r, size_t at, hw_str line, bool *whole)
{
    hw_str package, variant;
    hw_message m;
    bool prefix;
    if (hw_str_chr(line, '`') != HW_NPOS || !hw_log_line_starts(line) ||
        (at > 1 && r->text.p[at - 2] == '\\'))
        return false;
    hw_str_cut_suffix(&line, HW_STR("\r"));
    hw_str view = hw_reader_plain(r, line, &prefix);
    *whole = hw_header_match(view, &package, &variant);
    if (*whole)
        return true;
    if (hw_step_find(view) != HW_NPOS)
        return false;
    hw_message_read(view, (hw_str){0}, &m);
    return stands_alone(hw_message_class_role(m.class));
}

static size_t line_end(hw_str text, size_t at)
{
    size_t n = hw_str_chr(hw_str_from(text, at), '\n');
    return n == HW_NPOS ? text.n : at + n;
}

/* Where a line allows a cut in text[at, to); HW_NPOS when none does. */
static size_t find_cut(const hw_diag_reader *r, size_t at, size_t to, bool *whole)
{
    for (size_t end; at < to; at = end + 1) {
        end = line_end(r->text, at);
        if (is_cut(r, at, hw_str_sub(r->text, at, end), whole))
            return at;
    }
    return HW_NPOS;
}

/* The text is a row of cells of `size` bytes. Finds the first cut of one; false: it has none. */
static bool cut_of(const hw_diag_reader *r, size_t size, size_t cell, size_t *ret, bool *whole)
{
    size_t from = cell * size;
    *ret = 0;
    *whole = true;
    if (cell == 0)
        return true;
    size_t at = line_end(r->text, from - 1) + 1;
    *ret = find_cut(r, at, size < r->text.n - from ? from + size : r->text.n, whole);
    return *ret != HW_NPOS;
}

typedef struct slot {
    bool done;
    hw_piece *piece; /* NULL: there is none, for the cell has no cut */
} slot;

typedef struct job {
    hw_diag_reader *r; /* of whoever appends */
    size_t size;
    HW_VEC(slot) slots;   /* by cell */
    size_t ahead;         /* pieces that may be taken before the next one is appended */
    pthread_mutex_t lock; /* of what follows, and of `done` and `piece` */
    pthread_cond_t moved; /* `next` or `status` has changed */
    hw_piece *spare;      /* a list */
    size_t next;          /* to append */
    bool appending;
    hw_status status;
    hw_error *err;
} job;

static void free_piece(hw_piece *p)
{
    if (p)
        hw_piece_free(p);
    hw_mem_free(p);
}

/* With the lock held. */
static hw_piece *take_spare(job *j)
{
    hw_piece *p = j->spare;
    if (p)
        j->spare = p->next;
    return p;
}

/* With the lock held. */
static void append_next(job *j)
{
    j->appending = true;
    while (j->status == HW_OK && j->next < j->slots.len && j->slots.at[j->next].done) {
        slot *s = &j->slots.at[j->next++];
        pthread_cond_broadcast(&j->moved);
        pthread_mutex_unlock(&j->lock);
        hw_status status = s->piece ? hw_piece_append(j->r, s->piece, j->err) : HW_OK;
        pthread_mutex_lock(&j->lock);
        if (j->status == HW_OK)
            j->status = status;
        if (status != HW_OK)
            pthread_cond_broadcast(&j->moved);
        if (s->piece) {
            s->piece->next = j->spare;
            j->spare = s->piece;
            s->piece = NULL;
        }
    }
    j->appending = false;
}

/* A piece goes from the first cut of its cell to the first cut behind that cell. */
static bool find_piece(const job *j, size_t cell, hw_piece *p)
{
    bool whole;
    if (!cut_of(j->r, j->size, cell, &p->from, &whole))
        return false;
    p->to = j->r->text.n;
    p->whole = true;
    for (size_t next = cell + 1; next < j->slots.len; next++) {
        size_t to;
        if (cut_of(j->r, j->size, next, &to, &whole)) {
            p->to = to;
            p->whole = whole;
            break;
        }
    }
    return true;
}

static void read_one(void *ctx, size_t i)
{
    job *j = ctx;
    slot *s = &j->slots.at[i];
    pthread_mutex_lock(&j->lock);
    while (j->status == HW_OK && i >= j->next + j->ahead)
        pthread_cond_wait(&j->moved, &j->lock);
    bool stopped = j->status != HW_OK;
    hw_piece *p = stopped ? NULL : take_spare(j);
    pthread_mutex_unlock(&j->lock);
    if (stopped)
        return;
    if (!p)
        p = hw_mem_zero(1, sizeof *p);
    bool found = p && find_piece(j, i, p);
    if (found)
        hw_piece_read(p, j->r);
    pthread_mutex_lock(&j->lock);
    if (found) {
        s->piece = p;
    } else if (p) {
        p->next = j->spare;
        j->spare = p;
    } else if (j->status == HW_OK) {
        j->status = hw_nomem(j->err);
        pthread_cond_broadcast(&j->moved);
    }
    s->done = true;
    if (!j->appending)
        append_next(j);
    pthread_mutex_unlock(&j->lock);
}

static HW_MEM make_slots(job *j)
{
    size_t n = j->r->text.n / j->size + (j->r->text.n % j->size > 0);
    return hw_vec_reach(&j->slots, n);
}

hw_status hw_pieces_read(hw_diag_reader *r, size_t size, hw_error *err)
{
    job j = {.r = r,
             .err = err,
             .size = size,
             .lock = PTHREAD_MUTEX_INITIALIZER,
             .moved = PTHREAD_COND_INITIALIZER,
             .ahead = (size_t)(r->set->threads ? r->set->threads : hw_cpus()) * 3};
    if (make_slots(&j))
        hw_pool_run(r->set->threads, j.slots.len, read_one, &j);
    else
        j.status = hw_nomem(err);
    for (size_t i = 0; i < j.slots.len; i++)
        free_piece(j.slots.at[i].piece);
    for (hw_piece *p; (p = take_spare(&j));)
        free_piece(p);
    hw_vec_free(&j.slots);
    pthread_cond_destroy(&j.moved);
    pthread_mutex_destroy(&j.lock);
    return j.status;
}
