/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-search.h"

#include <string.h>

/* What one word of the query is worth, from best to worst, in an order that no sum over
 * several words and no length of a name turns round. */
enum
{
  RANK_NONE,
  RANK_LETTERS,
  RANK_PATH,
  RANK_PART,
  RANK_WORD,
  RANK_BEGINNING,
  RANK_WHOLE,
};

#define RANK_STEP 1000

/* Combining marks are what decomposing leaves of accents. */
char *
lw_class_search_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (decomposed != NULL ? decomposed : text, -1);
  GString         *plain = g_string_sized_new (strlen (folded));

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (plain, g_utf8_get_char (c));

  return g_string_free (plain, FALSE);
}

static gboolean
starts_word (const char *name,
             const char *place)
{
  return place == name || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (place)));
}

static gboolean
has_letters (const char *word,
             gsize       length,
             const char *name)
{
  const char *end = word + length;

  for (; word < end && *name != '\0'; name = g_utf8_next_char (name))
    if (g_utf8_get_char (word) == g_utf8_get_char (name))
      word = g_utf8_next_char (word);

  return word >= end;
}

static guint
rank_word (const char *word,
           gsize       length,
           const char *name,
           const char *path)
{
  guint best = RANK_NONE;

  if (strncmp (name, word, length) == 0)
    return name[length] == '\0' ? RANK_WHOLE : RANK_BEGINNING;

  for (const char *place = g_strstr_len (name, -1, word); place != NULL && best < RANK_WORD;
       place = g_strstr_len (g_utf8_next_char (place), -1, word))
    best = starts_word (name, place) ? RANK_WORD : RANK_PART;

  if (best != RANK_NONE)
    return best;

  if (g_strstr_len (path, -1, word) != NULL)
    return RANK_PATH;

  /* One letter is in nearly every name. */
  return length > 1 && has_letters (word, length, name) ? RANK_LETTERS : RANK_NONE;
}

guint
lw_class_search_rank (const char *query,
                      const char *name,
                      const char *path)
{
  g_auto (GStrv) words = g_strsplit_set (query, " /", -1);
  guint sum = 0, n_words = 0;

  if (strcmp (query, name) == 0)
    return RANK_WHOLE * RANK_STEP + RANK_STEP;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint rank;

      if (*words[i] == '\0')
        continue;

      if ((rank = rank_word (words[i], strlen (words[i]), name, path)) == RANK_NONE)
        return 0;

      sum += rank;
      n_words++;
    }

  if (n_words == 0)
    return 1;

  /* Several words as they stand are meant as they stand: "vehicle/car". */
  if (n_words > 1 && g_strstr_len (path, -1, query) != NULL)
    sum = RANK_BEGINNING * n_words;

  return sum * RANK_STEP / n_words + RANK_STEP - 1 - (guint) MIN (strlen (name), RANK_STEP - 2);
}
