/*
 * trace_feed.c: `lutrin-trace feed`: a feed and its entries as JSON.
 */
#include "cli.h"
#include "trace.h"
#include "trace_files.h"

#include <lutrin/feed.h>

#include <getopt.h>

static const struct lt_cli_help HELP = {
    .usage = "lutrin-trace feed FILE...",
    .purpose = "Prints one JSON object for each feed: the feed and its entries, content as cleaned HTML.",
    .options = "  -          as FILE: read the names of files from standard input\n"
               "  -h, --help  this help\n",
};

static void put_person(json_t *object, const struct lt_person *person)
{
    if (!person->name && !person->email && !person->url)
        return;
    json_t *author = json_object();
    lt_json_text(author, "name", person->name);
    lt_json_text(author, "email", person->email);
    lt_json_text(author, "url", person->url);
    json_object_set_new(object, "author", author);
}

static json_t *feed_object(const struct lt_feed *feed)
{
    json_t *object = json_object();
    lt_json_text(object, "title", feed->title ? feed->title : feed->title_html);
    lt_json_text(object, "link", feed->link);
    lt_json_text(object, "description", feed->description ? feed->description : feed->description_html);
    lt_json_text(object, "language", feed->lang);
    lt_json_text(object, "id", feed->id);
    lt_json_text(object, "rights", feed->rights ? feed->rights : feed->rights_html);
    lt_json_time(object, "published", feed->published);
    lt_json_time(object, "updated", feed->updated);
    put_person(object, &feed->author);
    if (feed->held_back > 0)
        json_object_set_new(object, "heldBack", json_integer((json_int_t)feed->held_back));
    return object;
}

static void put_lists(json_t *object, const struct lt_entry *entry)
{
    json_t *categories = json_array(), *enclosures = json_array();
    for (size_t i = 0; i < entry->category_count; i++)
        json_array_append_new(categories, json_string(entry->categories[i]));
    for (size_t i = 0; i < entry->enclosure_count; i++) {
        json_t *enclosure = json_object();
        lt_json_text(enclosure, "url", entry->enclosures[i].url);
        lt_json_text(enclosure, "type", entry->enclosures[i].type);
        if (entry->enclosures[i].length >= 0)
            json_object_set_new(enclosure, "length", json_integer(entry->enclosures[i].length));
        json_array_append_new(enclosures, enclosure);
    }
    if (entry->category_count > 0)
        json_object_set(object, "categories", categories);
    if (entry->enclosure_count > 0)
        json_object_set(object, "enclosures", enclosures);
    json_decref(categories);
    json_decref(enclosures);
}

static json_t *entry_object(const struct lt_entry *entry)
{
    json_t *object = json_object();
    lt_json_text(object, "title", entry->title ? entry->title : entry->title_html);
    lt_json_text(object, "link", entry->link);
    lt_json_text(object, "id", entry->id);
    lt_json_text(object, "content", entry->content);
    lt_json_text(object, "summary", entry->summary);
    lt_json_time(object, "published", entry->published);
    lt_json_time(object, "updated", entry->updated);
    lt_json_text(object, "language", entry->lang);
    put_person(object, &entry->author);
    put_lists(object, entry);
    lt_json_text(object, "comments", entry->comments);
    lt_json_text(object, "commentsFeed", entry->comments_feed);
    if (entry->comment_count >= 0)
        json_object_set_new(object, "commentCount", json_integer(entry->comment_count));
    return object;
}

static enum lt_err read_feed(struct lt_bytes data, struct lt_arena *arena, struct lt_diag *diag, void *context,
                             json_t *object)
{
    const struct lt_feed *feed;
    (void)context;
    enum lt_err err = lt_feed_parse(data, NULL, arena, diag, &feed);
    if (err != LT_OK)
        return err;
    json_t *entries = json_array();
    for (size_t i = 0; i < feed->entry_count; i++)
        json_array_append_new(entries, entry_object(&feed->entries[i]));
    json_object_set_new(object, "feed", feed_object(feed));
    json_object_set_new(object, "entries", entries);
    return LT_OK;
}

int lt_trace_feed(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
    int option;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return lt_cli_help(&HELP);
        return lt_cli_usage("lutrin-trace feed", "unknown option");
    }
    if (optind == argc)
        return lt_cli_usage("lutrin-trace feed", "no FILE");
    return lt_trace_files(argc - optind, argv + optind, LT_FEED_MAX_BYTES, read_feed, NULL);
}
