/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-json-text.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  gboolean    odd; /* saw a number that cannot be represented */
} Cursor;

static gboolean check_value (Cursor *c,
                             guint   depth);

static inline gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline void
skip_space (Cursor *c)
{
  while (c->at < c->end && is_space (*c->at))
    c->at++;
}

static gboolean
take_char (Cursor *c,
           char    wanted)
{
  if (c->at == c->end || *c->at != wanted)
    return FALSE;

  c->at++;

  return TRUE;
}

static gboolean
take_word (Cursor     *c,
           const char *word)
{
  gsize len = strlen (word);

  if ((gsize) (c->end - c->at) < len || memcmp (c->at, word, len) != 0)
    return FALSE;

  c->at += len;

  return TRUE;
}

static int
take_hex4 (Cursor *c)
{
  int value = 0;

  if (c->end - c->at < 4)
    return -1;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (c->at[i]);

      if (digit < 0)
        return -1;

      value = value * 16 + digit;
    }

  c->at += 4;

  return value;
}

/* After the "\u": NUL and halves of surrogate pairs are what Jansson refuses. */
static gboolean
check_unicode_escape (Cursor *c)
{
  int high = take_hex4 (c);
  int low;

  if (high <= 0 || (high >= 0xdc00 && high <= 0xdfff))
    return FALSE;

  if (high < 0xd800 || high > 0xdbff)
    return TRUE;

  if (!take_word (c, "\\u"))
    return FALSE;

  low = take_hex4 (c);

  return low >= 0xdc00 && low <= 0xdfff;
}

static gboolean
check_string (Cursor *c)
{
  const char *start;
  gboolean    is_ascii = TRUE;

  if (!take_char (c, '"'))
    return FALSE;

  start = c->at;

  while (c->at < c->end)
    {
      guchar byte = (guchar) *c->at;

      if (byte == '"')
        {
          gsize len = (gsize) (c->at - start);

          c->at++;

          return is_ascii || g_utf8_validate_len (start, len, NULL);
        }

      if (byte < 0x20)
        return FALSE;

      is_ascii = is_ascii && byte < 0x80;
      c->at++;

      if (byte == '\\')
        {
          if (c->at == c->end || strchr ("\"\\/bfnrtu", *c->at) == NULL || *c->at == '\0')
            return FALSE;

          if (*c->at++ == 'u' && !check_unicode_escape (c))
            return FALSE;
        }
    }

  return FALSE;
}

static gboolean
skip_digits (Cursor *c)
{
  const char *start = c->at;

  while (c->at < c->end && g_ascii_isdigit (*c->at))
    c->at++;

  return c->at > start;
}

static gboolean
number_is_finite (const char *text,
                  gsize       len)
{
  g_autofree char *copy = g_strndup (text, len);

  return isfinite (g_ascii_strtod (copy, NULL));
}

static gboolean
integer_fits (const char *text,
              gsize       len)
{
  g_autofree char *copy = g_strndup (text, len);

  errno = 0;
  (void) g_ascii_strtoll (copy, NULL, 10);

  return errno == 0;
}

static gboolean
check_number (Cursor *c)
{
  const char *start = c->at;
  const char *digits;
  gsize       len;
  gboolean    is_real = FALSE;

  if (take_char (c, '-') && take_word (c, "Infinity"))
    {
      c->odd = TRUE;
      return TRUE;
    }

  digits = c->at;

  if (!skip_digits (c) || (*digits == '0' && c->at - digits > 1))
    return FALSE;

  if (take_char (c, '.'))
    {
      is_real = TRUE;
      if (!skip_digits (c))
        return FALSE;
    }

  if (take_char (c, 'e') || take_char (c, 'E'))
    {
      is_real = TRUE;
      if (!take_char (c, '+'))
        take_char (c, '-');
      if (!skip_digits (c))
        return FALSE;
    }

  /* Up to 18 digits and no exponent, nothing can overflow. */
  len = (gsize) (c->at - start);
  if (is_real ? len > 200 || memchr (start, 'e', len) != NULL || memchr (start, 'E', len) != NULL : len > 18)
    c->odd = c->odd || !(is_real ? number_is_finite (start, len) : integer_fits (start, len));

  return TRUE;
}

static gboolean
check_array (Cursor *c,
             guint   depth)
{
  c->at++;
  skip_space (c);

  if (take_char (c, ']'))
    return TRUE;

  do
    {
      if (!check_value (c, depth))
        return FALSE;
    }
  while (take_char (c, ','));

  return take_char (c, ']');
}

static gboolean
check_object (Cursor *c,
              guint   depth)
{
  c->at++;
  skip_space (c);

  if (take_char (c, '}'))
    return TRUE;

  do
    {
      skip_space (c);
      if (!check_string (c))
        return FALSE;

      skip_space (c);
      if (!take_char (c, ':') || !check_value (c, depth))
        return FALSE;
    }
  while (take_char (c, ','));

  return take_char (c, '}');
}

static gboolean
check_scalar (Cursor *c)
{
  switch (*c->at)
    {
    case '"':
      return check_string (c);
    case 't':
      return take_word (c, "true");
    case 'f':
      return take_word (c, "false");
    case 'n':
      return take_word (c, "null");
    case 'N':
      c->odd = TRUE;
      return take_word (c, "NaN");
    case 'I':
      c->odd = TRUE;
      return take_word (c, "Infinity");
    default:
      return check_number (c);
    }
}

/* A value and the white space on both sides of it. */
static gboolean
check_value (Cursor *c,
             guint   depth)
{
  gboolean good;

  skip_space (c);

  if (c->at == c->end || depth == 0)
    return FALSE;

  if (*c->at == '[')
    good = check_array (c, depth - 1);
  else if (*c->at == '{')
    good = check_object (c, depth - 1);
  else
    good = check_scalar (c);

  skip_space (c);

  return good;
}

LwJsonVerdict
lw_json_check (LwJsonSlice slice,
               gsize      *bad)
{
  Cursor c = { slice.text, slice.text + slice.len, FALSE };

  if (!check_value (&c, LW_JSON_DEPTH_MAX) || c.at != c.end)
    {
      if (bad != NULL)
        *bad = (gsize) (c.at - slice.text);

      return LW_JSON_MALFORMED;
    }

  return c.odd ? LW_JSON_UNREPRESENTABLE : LW_JSON_GOOD;
}

static void
pass_string (Cursor *c)
{
  for (c->at++; c->at < c->end && *c->at != '"'; c->at++)
    if (*c->at == '\\')
      c->at++;

  if (c->at < c->end)
    c->at++;
}

/* Over a value that is known to be well-formed. */
static void
pass_value (Cursor *c)
{
  guint depth = 0;

  while (c->at < c->end)
    {
      char byte = *c->at;

      if (byte == '"')
        {
          pass_string (c);
          if (depth == 0)
            return;
          continue;
        }

      if (depth == 0 && (byte == ',' || byte == ']' || byte == '}' || is_space (byte)))
        return;

      if (byte == '[' || byte == '{')
        depth++;

      c->at++;

      if ((byte == ']' || byte == '}') && --depth == 0)
        return;
    }
}

/* Steps over the bracket or comma before the next item; FALSE at the end. */
static gboolean
enter_item (Cursor *c,
            char    open)
{
  skip_space (c);
  if (!take_char (c, open) && !take_char (c, ','))
    return FALSE;

  skip_space (c);

  return c->at < c->end && *c->at != ']' && *c->at != '}';
}

static void
take_value (Cursor      *c,
            LwJsonSlice *value)
{
  value->text = c->at;
  pass_value (c);
  value->len = (gsize) (c->at - value->text);
}

gboolean
lw_json_next_member (LwJsonSlice *walk,
                     LwJsonSlice *key,
                     LwJsonSlice *value)
{
  Cursor c = { walk->text, walk->text + walk->len, FALSE };

  if (!enter_item (&c, '{') || *c.at != '"')
    return FALSE;

  key->text = c.at + 1;
  pass_string (&c);
  key->len = (gsize) (c.at - 1 - key->text);

  skip_space (&c);
  take_char (&c, ':');
  skip_space (&c);
  take_value (&c, value);

  walk->text = c.at;
  walk->len = (gsize) (c.end - c.at);

  return TRUE;
}

gboolean
lw_json_next_element (LwJsonSlice *walk,
                      LwJsonSlice *value)
{
  Cursor c = { walk->text, walk->text + walk->len, FALSE };

  if (!enter_item (&c, '['))
    return FALSE;

  take_value (&c, value);
  walk->text = c.at;
  walk->len = (gsize) (c.end - c.at);

  return TRUE;
}

gboolean
lw_json_find (LwJsonSlice  object,
              const char  *key,
              LwJsonSlice *value)
{
  LwJsonSlice name;
  LwJsonSlice item;
  gboolean    found = FALSE;

  while (lw_json_next_member (&object, &name, &item))
    if (lw_json_slice_equal (name, key))
      {
        *value = item;
        found = TRUE;
      }

  return found;
}

gboolean
lw_json_slice_equal (LwJsonSlice slice,
                     const char *text)
{
  return strlen (text) == slice.len && memcmp (slice.text, text, slice.len) == 0;
}

gboolean
lw_json_get_number (LwJsonSlice slice,
                    double     *number)
{
  char   small[64];
  char  *end;
  double value;

  if (slice.len == 0 || slice.len >= sizeof small || !(g_ascii_isdigit (*slice.text) || *slice.text == '-'))
    return FALSE;

  memcpy (small, slice.text, slice.len);
  small[slice.len] = '\0';
  value = g_ascii_strtod (small, &end);

  if (*end != '\0' || !isfinite (value))
    return FALSE;

  *number = value;

  return TRUE;
}

gboolean
lw_json_get_integer (LwJsonSlice slice,
                     gint64     *integer)
{
  double number;

  if (!lw_json_get_number (slice, &number) || number != floor (number) || fabs (number) > 9.2e18)
    return FALSE;

  /* Digits alone are read exactly; a double has only 53 bits of them. */
  if (memchr (slice.text, '.', slice.len) == NULL && memchr (slice.text, 'e', slice.len) == NULL && memchr (slice.text, 'E', slice.len) == NULL)
    {
      char small[64];

      memcpy (small, slice.text, slice.len);
      small[slice.len] = '\0';
      *integer = g_ascii_strtoll (small, NULL, 10);
    }
  else
    *integer = (gint64) number;

  return TRUE;
}

char *
lw_json_dup_string (LwJsonSlice slice)
{
  json_t *value;
  char   *text;

  if (slice.len < 2 || *slice.text != '"')
    return NULL;

  if (memchr (slice.text, '\\', slice.len) == NULL)
    return g_strndup (slice.text + 1, slice.len - 2);

  value = json_loadb (slice.text, slice.len, JSON_DECODE_ANY, NULL);
  text = g_strdup (json_string_value (value));
  json_decref (value);

  return text;
}

gboolean
lw_json_is_true (LwJsonSlice slice)
{
  double number;

  if (slice.len >= 2 && *slice.text == '"')
    slice = (LwJsonSlice){ slice.text + 1, slice.len - 2 };

  return lw_json_slice_equal (slice, "true") || (lw_json_get_number (slice, &number) && number != 0);
}

void
lw_json_append_compact (GString    *out,
                        LwJsonSlice slice)
{
  Cursor c = { slice.text, slice.text + slice.len, FALSE };

  while (c.at < c.end)
    {
      const char *start = c.at;

      if (is_space (*c.at))
        {
          c.at++;
          continue;
        }

      while (c.at < c.end && !is_space (*c.at))
        {
          if (*c.at == '"')
            pass_string (&c);
          else
            c.at++;
        }

      g_string_append_len (out, start, c.at - start);
    }
}

void
lw_json_append_string (GString    *out,
                       const char *text)
{
  json_t *value = json_string (text);
  char   *dump = json_dumps (value, JSON_ENCODE_ANY);

  g_string_append (out, dump != NULL ? dump : "\"\"");
  free (dump);
  json_decref (value);
}

/* 2^53: up to here every integer is a double. */
#define INTEGER_MAX 9007199254740992.0

static gboolean
append_integer (GString *out,
                double   number)
{
  if (number != floor (number) || fabs (number) > INTEGER_MAX)
    return FALSE;

  g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) number);

  return TRUE;
}

void
lw_json_append_extent (GString *out,
                       double   origin,
                       double   far)
{
  char   text[G_ASCII_DTOSTR_BUF_SIZE];
  double extent = far - origin;

  if (append_integer (out, extent))
    return;

  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, extent);

      if (origin + g_ascii_strtod (text, NULL) == far)
        break;
    }

  g_string_append (out, text);
}

void
lw_json_append_number (GString *out,
                       double   number)
{
  lw_json_append_extent (out, 0, number);
}
