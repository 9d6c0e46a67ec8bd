/*
 * board.c: knows what the service manager is told and how often.
 */
#include "notify.h"

#include <stdlib.h>

#include <lutrin/board.h>
#include <lutrin/bytes.h>

enum { TWICE = 2 }; /* it is told at half its period, so that one late frame is no death */

/* Sends `line`, and the status behind it with what would end its line left out. */
static void tell(const struct lt_board *board, const char *line, const char *status)
{
    struct lt_buf state = {0};
    if (!board->watched)
        return;
    lt_buf_puts(&state, line);
    if (status) {
        lt_buf_puts(&state, "STATUS=");
        for (; *status; status++)
            lt_buf_putc(&state, *status == '\n' ? ' ' : *status);
    }
    lt_notify(state.data ? state.data : "");
    lt_buf_finish(&state);
}

void lt_board_init(struct lt_board *board)
{
    const char *socket = getenv("NOTIFY_SOCKET");
    *board = (struct lt_board){.watched = socket && *socket, .period_ms = lt_notify_period_ms(), .told_ms = INT64_MIN};
}

void lt_board_ready(struct lt_board *board, const char *status)
{
    tell(board, "READY=1\n", status);
}

void lt_board_status(struct lt_board *board, const char *status)
{
    tell(board, "", status);
}

void lt_board_alive(struct lt_board *board, int64_t now_ms)
{
    if (board->period_ms <= 0 || (board->told_ms != INT64_MIN && now_ms - board->told_ms < board->period_ms / TWICE))
        return;
    board->told_ms = now_ms;
    tell(board, "WATCHDOG=1", NULL);
}

void lt_board_stopping(struct lt_board *board)
{
    tell(board, "STOPPING=1", NULL);
}
