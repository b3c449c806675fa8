/* Watching a folder by looking at it a few times a second: names, sizes and times of its files. That works on every
 * file system, those of network and containers included, where notifications do not. */
#include "watch.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { DEEPEST_FOLDER = 8, LOOK_MS = 250, LONGEST_PATH = 4096 };

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static uint64_t mixed(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x100000001b3u;
}

/* What a file looks like, in a number. */
static uint64_t look_of(const char *path, const struct stat *found)
{
    uint64_t sum = 0xcbf29ce484222325u;
    for (; *path; path++)
        sum = mixed(sum, (unsigned char)*path);
    sum = mixed(sum, (uint64_t)found->st_size);
    sum = mixed(sum, (uint64_t)found->st_mtim.tv_sec);
    return mixed(sum, (uint64_t)found->st_mtim.tv_nsec);
}

static bool is_yaml(const char *name)
{
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

/* All of a folder in a number, in whichever order its names come. */
static uint64_t look(const char *folder, int depth)
{
    uint64_t sum = 0;
    DIR *names = depth < DEEPEST_FOLDER ? opendir(folder) : NULL;
    for (struct dirent *entry; names && (entry = readdir(names));) {
        char path[LONGEST_PATH];
        struct stat found;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || (size_t)length >= sizeof path || stat(path, &found) != 0)
            continue;
        if (S_ISDIR(found.st_mode))
            sum += look(path, depth + 1);
        else if (is_yaml(entry->d_name))
            sum += look_of(path, &found);
    }
    if (names)
        closedir(names);
    return sum;
}

int watch(const char *folder, int (*run)(const arguments *given), const arguments *given)
{
    const struct timespec pause = {0, LOOK_MS * 1000000L};
    struct sigaction handler;
    memset(&handler, 0, sizeof handler);
    handler.sa_handler = interrupt;
    int status = DONE;
    for (bool is_first = true; !interrupted; is_first = false) {
        uint64_t before = look(folder, 0);
        if (!is_first)
            fputs("\n", stdout);
        fflush(stdout); /* before what is wrong, which goes to stderr */
        status = run(given);
        sigaction(SIGINT, &handler, NULL); /* what shows progress has a handler of its own */
        fprintf(stdout, "watching %s; Ctrl-C ends\n", folder);
        fflush(stdout);
        while (!interrupted && look(folder, 0) == before)
            nanosleep(&pause, NULL);
    }
    return status;
}
