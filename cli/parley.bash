# Completion of parley for bash. Commands, options of each command, rules and machines come from the program itself.

_parley() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]}
    local commands="check list show explain rules graph compare at" command=check word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case " $commands " in
        *" $word "*)
            command=$word
            break
            ;;
        esac
    done
    case $prev in
    explain)
        mapfile -t COMPREPLY < <(compgen -W "confusions confusion-1 confusion-2 confusion-3 confusion-4 $("$program" rules 2>/dev/null | cut -d' ' -f1)" -- "$cur")
        return
        ;;
    --rule | --no-rule)
        mapfile -t COMPREPLY < <(compgen -W "$("$program" rules 2>/dev/null | cut -d' ' -f1)" -- "$cur")
        return
        ;;
    graph)
        mapfile -t COMPREPLY < <(compgen -W "$("$program" graph 2>/dev/null)" -- "$cur")
        return
        ;;
    --fail-on)
        mapfile -t COMPREPLY < <(compgen -W "error warning never" -- "$cur")
        return
        ;;
    --color)
        mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$cur")
        return
        ;;
    --why)
        mapfile -t COMPREPLY < <(compgen -W "$(for word in tcp http1 websocket sse hls; do printf "$word.%s " meaning end states first both unasked cacheable reconnect crossings; done)" -- "$cur")
        return
        ;;
    --as)
        mapfile -t COMPREPLY < <(compgen -W "http1 websocket sse hls" -- "$cur")
        return
        ;;
    esac
    if [[ $command == compare && $cur != -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "tcp http1 websocket sse hls" -- "$cur")
        return
    fi
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("$program" "$command" --help 2>/dev/null | grep -o -- '--[a-z-]*')" -- "$cur")
    elif ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -f -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}
complete -o filenames -F _parley parley
