/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-json-stream.h"

#include "lw-error.h"
#include "lw-test-dataset.h"

#include <jansson.h>

#include <math.h>
#include <string.h>

static LwJsonSlice
slice (const char *text)
{
  return (LwJsonSlice){ text, strlen (text) };
}

/* clang-format off */
static const struct
{
  const char   *text;
  LwJsonVerdict verdict;
} checks[] = {
  { "{}", LW_JSON_GOOD }, { " [1, 2.5e3 ,-0.0,\"\\u00e9\\n\"] ", LW_JSON_GOOD },
  { "true", LW_JSON_GOOD }, { "null", LW_JSON_GOOD }, { "\"\\ud83d\\ude00\"", LW_JSON_GOOD },
  { "9223372036854775807", LW_JSON_GOOD }, { "9223372036854775808", LW_JSON_UNREPRESENTABLE },
  { "1e999", LW_JSON_UNREPRESENTABLE }, { "[NaN]", LW_JSON_UNREPRESENTABLE }, { "-Infinity", LW_JSON_UNREPRESENTABLE },
  { "", LW_JSON_MALFORMED }, { "{", LW_JSON_MALFORMED }, { "[1,]", LW_JSON_MALFORMED }, { "[,1]", LW_JSON_MALFORMED },
  { "{\"a\"}", LW_JSON_MALFORMED }, { "{\"a\":1,}", LW_JSON_MALFORMED }, { "{a:1}", LW_JSON_MALFORMED },
  { "01", LW_JSON_MALFORMED }, { "1.", LW_JSON_MALFORMED }, { ".5", LW_JSON_MALFORMED }, { "+1", LW_JSON_MALFORMED },
  { "1e", LW_JSON_MALFORMED }, { "-", LW_JSON_MALFORMED }, { "1 2", LW_JSON_MALFORMED }, { "[1}", LW_JSON_MALFORMED },
  { "\"\\x\"", LW_JSON_MALFORMED }, { "\"\\ud800\"", LW_JSON_MALFORMED }, { "\"\\u0000\"", LW_JSON_MALFORMED },
  { "\"\n\"", LW_JSON_MALFORMED }, { "\"\xff\"", LW_JSON_MALFORMED }, { "\"abc", LW_JSON_MALFORMED }, { "tru", LW_JSON_MALFORMED },
};
/* clang-format on */

static void
test_check (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpint (lw_json_check (slice (checks[i].text), NULL), ==, checks[i].verdict);
}

/* Jansson reads what we call good, and nothing that we call malformed. */
static void
test_oracle (void)
{
  static const char alphabet[] = "{}[]\",:0123456789.eE+-truefalsn \\u\x80/bd";
  static const char start[] = "{\"a\":[1,-2.5e3,{\"b\":\"x\\u00e9\"},true,null],\"c\":\"\\ud83d\\ude00\"}";
  guint             n_good = 0;

  for (int i = 0; i < 200000; i++)
    {
      char    text[sizeof start];
      json_t *value;

      memcpy (text, start, sizeof start);
      for (int j = g_test_rand_int_range (0, 4); j > 0; j--)
        text[g_test_rand_int_range (0, sizeof start - 1)] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];

      value = json_loadb (text, strlen (text), JSON_DECODE_ANY, NULL);
      if ((value != NULL) != (lw_json_check (slice (text), NULL) == LW_JSON_GOOD))
        g_error ("another opinion than Jansson's of: %s", text);

      n_good += value != NULL;
      json_decref (value);
    }

  g_assert_cmpuint (n_good, >, 1000);
}

static void
test_depth (void)
{
  g_autofree char *deep = g_strnfill (2 * 100000, '[');

  memset (deep + 100000, ']', 100000);
  g_assert_cmpint (lw_json_check (slice (deep), NULL), ==, LW_JSON_MALFORMED);
}

static void
test_numbers (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (int i = 0; i < 20000; i++)
    {
      double value = g_test_rand_double_range (-1e4, 1e4);
      double origin = g_test_rand_double_range (0, 1e4);

      g_string_truncate (out, 0);
      lw_json_append_number (out, value);
      g_assert_true (g_ascii_strtod (out->str, NULL) == value);

      g_string_truncate (out, 0);
      lw_json_append_extent (out, origin, origin + value);
      g_assert_true (origin + g_ascii_strtod (out->str, NULL) == origin + value);
    }

  g_string_truncate (out, 0);
  lw_json_append_number (out, 0.1);
  lw_json_append_number (g_string_append_c (out, ' '), 12345678);
  lw_json_append_extent (g_string_append_c (out, ' '), 266.67, 266.67 + 10.1);
  g_assert_cmpstr (out->str, ==, "0.1 12345678 10.1");
}

static void
test_compact (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  lw_json_append_compact (out, slice (" { \"a b\" : [ 1 ,\n 2 ] , \"c\\\" d\" : \" e \" } "));
  g_assert_cmpstr (out->str, ==, "{\"a b\":[1,2],\"c\\\" d\":\" e \"}");
}

/* Reads the whole file, all elements of "list" checked; the number of them, or
 * -1 where it failed with LW_ERROR_INVALID. */
static int
count_elements (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwJsonStream) stream = lw_json_stream_open (path, NULL, &error);
  gboolean found, is_array;
  char    *key;
  int      n = 0;

  while (stream != NULL && lw_json_stream_next_member (stream, &found, &key, &is_array, &error) && found)
    {
      LwJsonSlice element;

      while (is_array && g_str_equal (key, "list") && lw_json_stream_next_element (stream, &found, &element, &error) && found)
        {
          g_assert_cmpint (lw_json_check (element, NULL), ==, LW_JSON_GOOD);
          n++;
        }

      if (error != NULL)
        break;
    }

  if (error == NULL)
    return n;

  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, path));

  return -1;
}

/* Elements of all lengths across the ends of the window, one larger than it. */
static void
test_windows (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *filler = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *path = NULL;
  g_autoptr (GString) text = g_string_new ("{\"skipped\":{\"a\":[\"]}\\\"\"]},\"list\":[");

  for (int i = 0; i < 60000; i++)
    g_string_append_printf (text, "%s{\"n\":%d,\"s\":\"%.*s\\\"]}\"}", i > 0 ? ", \n" : "", i, i % 97, filler);

  g_string_append_printf (text, ",\"%s\"],\"tail\":\"%s\"}\n", filler, filler);
  path = lw_test_put (folder, "big.json", text->str);
  g_assert_cmpint (count_elements (path), ==, 60001);
  lw_test_remove_folder (folder);
}

static void
test_truncated (void)
{
  static const char text[] = "{\"a\":{\"b\":[1,\"]\"]},\"list\":[{\"c\":1},2,\"\\\"\",[3]],\"d\":null}";
  g_autofree char  *folder = lw_test_make_folder ();

  for (gsize len = 0; len < sizeof text; len++)
    {
      g_autofree char *cut = g_strndup (text, len);
      g_autofree char *path = lw_test_put (folder, "cut.json", cut);

      g_assert_cmpint (count_elements (path), ==, len == sizeof text - 1 ? 4 : -1);
    }

  lw_test_remove_folder (folder);
}

static void
test_line (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "line.json", "{\n\"list\": [\n1\n2]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (LwJsonStream) stream = lw_json_stream_open (path, NULL, &error);
  LwJsonSlice element;
  gboolean    found, is_array;
  char       *key;

  g_assert_true (lw_json_stream_next_member (stream, &found, &key, &is_array, &error));
  g_assert_true (lw_json_stream_next_element (stream, &found, &element, &error));
  g_assert_false (lw_json_stream_next_element (stream, &found, &element, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 4"));
  lw_test_remove_folder (folder);
}

static void
test_cancelled (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "a.json", "{}");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lw_json_stream_open (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/json-text/check/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_check);
    }

  g_test_add_func ("/json-text/oracle", test_oracle);
  g_test_add_func ("/json-text/depth", test_depth);
  g_test_add_func ("/json-text/numbers", test_numbers);
  g_test_add_func ("/json-text/compact", test_compact);
  g_test_add_func ("/json-stream/windows", test_windows);
  g_test_add_func ("/json-stream/truncated", test_truncated);
  g_test_add_func ("/json-stream/line", test_line);
  g_test_add_func ("/json-stream/cancelled", test_cancelled);

  return g_test_run ();
}
