# Shell completion of homeline for bash.  Made by packaging/commands.

_homeline()
{
	local command=${COMP_WORDS[1]} cur=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]} words= values=

	case $before in
	--config|--district|--key-file|--rows|--history|--record)
		COMPREPLY=($(compgen -f -- "$cur"))
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
	case $command in
	serve) words="--help --at --config" ;;
	init) words="--help --district --key-file --config" ;;
	check) words="--help --strict --config" ;;
	settings) words="--help --manual" ;;
	migrate) words="--help --config" ;;
	recount) words="--help --rows --config" ;;
	sample) words="--help --history --until --config" ;;
	send) words="--help --to --as --kind --readers --at --until --preview
	    --yes --json --config" ;;
	inbox) words="--help --as --all --json --config" ;;
	talk) words="--help --as --json --config" ;;
	reply) words="--help --as --json --config" ;;
	sent) words="--help --as --json --config" ;;
	cancel) words="--help --as --json --config" ;;
	report) words="--help --from --to --by --csv --json --config" ;;
	status) words="--help --json --config" ;;
	carrier) words="--help --port --listen --hook --account-sid --auth-token
	    --auth-token-file --record --at --zone --once --quiet" ;;
	esac
	((COMP_CWORD > 1)) || words="--help --version
	    serve init check settings migrate recount sample send inbox
	    talk reply sent cancel report status carrier"
	if ((COMP_CWORD == 1)) || [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -F _homeline homeline
