# Shell completion of homeline for bash.  Made by packaging/commands.

_homeline()
{
	local command=${COMP_WORDS[1]} cur=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]} words= values= verbs=

	case $before in
	--config|--report|--clock|--district|--key-file|--to|--rows|--record|--desk|--phrases|--history)
		COMPREPLY=($(compgen -f -- "$cur"))
		return ;;
	--save)
		COMPREPLY=($(compgen -d -- "$cur"))
		return ;;
	--kind) values="direct announcement today attendance closing
	    emergency" ;;
	--readers) values="author class_team office nobody" ;;
	--by) values="school language month channel" ;;
	esac
	if [ -n "$values" ]; then
		COMPREPLY=($(compgen -W "$values" -- "$cur"))
		return
	fi
	case "$command ${COMP_WORDS[2]-}" in
	"contact show") words="--help --json --config" ;;
	"contact add") words="--help --as --note --json --first --config" ;;
	"contact remove") words="--help --as --note --json --config" ;;
	"contact prefer") words="--help --as --note --json --config" ;;
	"contact stop") words="--help --as --note --json --config" ;;
	"contact start") words="--help --as --note --json --config" ;;
	"contact wrong") words="--help --as --note --json --config" ;;
	"contact ok") words="--help --as --note --json --config" ;;
	"contact landline") words="--help --as --note --json --config" ;;
	"contact language") words="--help --as --note --json --config" ;;
	"held stop") words="--help --as --note --json --config" ;;
	"held no") words="--help --as --note --json --config" ;;
	"user list") words="--help --school --json --config" ;;
	"user show") words="--help --json --config" ;;
	"user add") words="--help --language --phone --email --as --json --config" ;;
	"user seat") words="--help --as --json --office --class --desk --remove
	    --config" ;;
	"user role") words="--help --role --school --end --as --json --config" ;;
	"user login") words="--help --as --json --config" ;;
	"user link") words="--help --as --json --config" ;;
	"user key") words="--help --name --as --json --config" ;;
	"user keys") words="--help --json --config" ;;
	"user revoke") words="--help --as --json --config" ;;
	"user away") words="--help --as --json --from --to --cover --config" ;;
	"user back") words="--help --as --json --config" ;;
	"user left") words="--help --as --json --config" ;;
	"numbers add") words="--help --account --school --as --json --config" ;;
	"office set") words="--help --school --as --json --config" ;;
	"office remove") words="--help --school --as --json --config" ;;
	"hours set") words="--help --school --as --json --opens --closes --useful
	    --until --config" ;;
	"hours reset") words="--help --school --as --json --config" ;;
	"templates add") words="--help --as --json --config" ;;
	"practice add") words="--help --as --json --note --config" ;;
	"practice remove") words="--help --as --json --config" ;;
	"send"\ *) words="--help --to --as --subject --kind --readers --at --until
	    --at-night --preview --yes --json --config" ;;
	"inbox"\ *) words="--help --as --all --json --config" ;;
	"talk"\ *) words="--help --as --quoted --save --json --config" ;;
	"reply"\ *) words="--help --as --json --config" ;;
	"sent"\ *) words="--help --as --json --config" ;;
	"cancel"\ *) words="--help --as --json --config" ;;
	"report"\ *) words="--help --from --to --by --csv --json --config" ;;
	"contact"\ *) words="--help"
	    verbs="show add remove prefer stop start wrong ok landline language" ;;
	"contacts"\ *) words="--help --to-fix --school --language --csv --json --config" ;;
	"held"\ *) words="--help --as --json --config"
	    verbs="stop no" ;;
	"hand-over"\ *) words="--help --to --as --json --config" ;;
	"import"\ *) words="--help --apply --drop --report --undo --list --json
	    --config" ;;
	"user"\ *) words="--help"
	    verbs="list show add seat role login link key keys revoke away back left" ;;
	"numbers"\ *) words="--help --json --config"
	    verbs="add" ;;
	"office"\ *) words="--help --json --config"
	    verbs="set remove" ;;
	"hours"\ *) words="--help --school --json --config"
	    verbs="set reset" ;;
	"templates"\ *) words="--help --json --config"
	    verbs="add" ;;
	"practice"\ *) words="--help --json --config"
	    verbs="add remove" ;;
	"live"\ *) words="--help --district --as --json --config" ;;
	"serve"\ *) words="--help --at --clock --config" ;;
	"status"\ *) words="--help --json --config" ;;
	"init"\ *) words="--help --district --key-file --config" ;;
	"check"\ *) words="--help --strict --keywords --config" ;;
	"text"\ *) words="--help --lang" ;;
	"settings"\ *) words="--help --manual" ;;
	"migrate"\ *) words="--help --config" ;;
	"backup"\ *) words="--help --to --keep --json --config" ;;
	"restore"\ *) words="--help --done --config" ;;
	"mail-in"\ *) words="--help --to --config" ;;
	"recount"\ *) words="--help --rows --config" ;;
	"carrier"\ *) words="--help --port --listen --hook --account-sid --auth-token
	    --auth-token-file --smtp-port --mail-program --record
	    --at --zone --clock --desk --once --quiet" ;;
	"translator"\ *) words="--help --phrases --port --quiet" ;;
	"sample"\ *) words="--help --history --until --config" ;;
	esac
	((COMP_CWORD > 1)) || words="--help --version
	    send inbox talk reply sent cancel report contact contacts
	    held hand-over import user numbers office hours templates
	    practice live serve status init check text settings migrate
	    backup restore mail-in recount carrier translator sample"
	if ((COMP_CWORD == 1)) || [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
	elif ((COMP_CWORD == 2)) && [ -n "$verbs" ]; then
		COMPREPLY=($(compgen -W "$verbs" -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -F _homeline homeline
