/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

char *
fuzz_write (const uint8_t *data,
            size_t         size,
            int           *fd)
{
  *fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_assert_cmpint (*fd, >=, 0);

  for (size_t done = 0; done < size;)
    {
      const ssize_t n = write (*fd, data + done, size - done);

      g_assert_cmpint (n, >, 0);
      done += (size_t) n;
    }

  return g_strdup_printf ("/proc/self/fd/%d", *fd);
}
