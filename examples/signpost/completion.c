/* `signpost completion`: a script for the shell, from the same table as the help. */
#include "program.h"

#include <string.h>

/* Prints what completes the word after `first`, or the first words themselves when it is NULL. */
static void put_words(const char *first)
{
    const char *before = "";
    for (const command *const *at = commands; *at; at++) {
        size_t length = strcspn((*at)->name, " ");
        const char *rest = (*at)->name + length;
        if (first && (strncmp((*at)->name, first, length) != 0 || first[length] || !*rest))
            continue;
        const char *word = first ? rest + 1 : (*at)->name;
        if (!first && strlen(before) == length && strncmp(before, word, length) == 0)
            continue; /* a group's second command */
        static char last[32];
        if (!first) {
            snprintf(last, sizeof last, "%.*s", (int)length, word);
            before = last;
        }
        printf(" %.*s", first ? (int)strlen(word) : (int)length, word);
    }
}

static void put_case(const command *one)
{
    printf("    \"%s\") words=\"", one->name);
    for (const option_id *id = one->options; *id != OPTIONS_END; id++)
        printf("--%s ", all_options[*id].name);
    printf("--help\" ;;\n");
}

static int run(const arguments *given)
{
    if (strcmp(given->operands[0], "bash") != 0)
        return wrong_use(
            "completion is made for bash; zsh reads the same after `autoload -U bashcompinit && bashcompinit`");
    fputs("# signpost completion for bash: source it, or put it where bash-completion looks\n"
          "_signpost() {\n"
          "  local words=\"\" word=${COMP_WORDS[COMP_CWORD]}\n"
          "  if [ \"$COMP_CWORD\" -eq 1 ]; then words=\"",
          stdout);
    put_words(NULL);
    fputs(" --help --version\"; else\n  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n", stdout);
    for (const command *const *at = commands; *at; at++)
        if (strchr((*at)->name, ' '))
            put_case(*at);
    fputs("    *) case \"${COMP_WORDS[1]}\" in\n", stdout);
    for (const command *const *at = commands; *at; at++)
        if (!strchr((*at)->name, ' '))
            put_case(*at);
    fputs("    directory) words=\"", stdout);
    put_words("directory");
    fputs("\" ;;\n    esac ;;\n  esac; fi\n"
          "  case $word in -*|\"\") COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
          "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$word\") $(compgen -f -- \"$word\")) ;; esac\n"
          "}\n"
          "complete -o filenames -F _signpost signpost\n",
          stdout);
    return DONE;
}

static const option_id taken_options[] = {OPTIONS_END};

const command command_completion = {
    .name = "completion",
    .operands = "bash",
    .least = 1,
    .most = 1,
    .summary = "prints a completion script for the shell",
    .text = "Prints a script that lets bash complete subcommands and options. Zsh reads the same script through "
            "bashcompinit.",
    .options = taken_options,
    .example = "completion bash > ~/.local/share/bash-completion/completions/signpost",
    .run = run,
};
