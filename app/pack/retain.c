/*
 * retain.c: what is too old or too much for an edition stays out of it: by age, by number, by the size of the texts, the
 * newest first. Articles without a date are counted as the oldest but never as too old. The plan's lead always stays.
 */
#include "press.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_S = 24 * 3600 };

static int compare_newest(const void *a, const void *b)
{
    const struct lt_press_article *one = *(struct lt_press_article *const *)a;
    const struct lt_press_article *two = *(struct lt_press_article *const *)b;
    if (one->meta.published != two->meta.published) /* LT_NO_TIME is the least */
        return one->meta.published > two->meta.published ? -1 : 1;
    int order = strcmp(two->meta.url, one->meta.url);
    return order ? order : (two->order > one->order) - (two->order < one->order);
}

/* Is it the article that the plan puts first, told by its address? */
static bool is_lead(const struct lt_press_article *article, const char *lead_key)
{
    return lead_key[0] && (strcmp(article->key, lead_key) == 0 || strcmp(article->other_key, lead_key) == 0);
}

void lt_press_retain(struct lt_press *press, int64_t created)
{
    const struct lt_plan *plan = press->plan;
    size_t count = press->article_count, kept = 0, taken = 0;
    int64_t bytes = 0;
    if (count == 0 || (!plan->retain_days && !plan->retain_articles && !plan->retain_bytes))
        return;
    int64_t oldest = plan->retain_days ? created - (int64_t)plan->retain_days * DAY_S : INT64_MIN;
    const char *lead_key = plan->lead ? lt_press_url_key(plan->lead, &press->arena) : "";
    struct lt_press_article **sorted = lt_alloc(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &press->articles[i];
    qsort(sorted, count, sizeof *sorted, compare_newest);
    for (size_t i = 0; i < count; i++) {
        struct lt_press_article *article = sorted[i];
        bool dated = article->meta.published != LT_NO_TIME;
        bytes += article->text_size;
        lt_press_rest(press);
        article->absorbed = !is_lead(article, lead_key) &&
                            ((dated && article->meta.published < oldest) ||
                             (plan->retain_articles && taken >= (size_t)plan->retain_articles) ||
                             (plan->retain_bytes && bytes > plan->retain_bytes));
        taken += !article->absorbed;
    }
    for (size_t i = 0; i < count; i++)
        if (!press->articles[i].absorbed)
            press->articles[kept++] = press->articles[i];
    press->report.expired = (uint32_t)(count - kept);
    press->article_count = kept;
    free(sorted);
}
