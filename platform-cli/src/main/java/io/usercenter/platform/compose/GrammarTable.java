package io.usercenter.platform.compose;

/**
 * The attributes of the Compose Specification as a table.
 *
 * <p>{@code part NAME}: a mapping; {@code x}: takes {@code x-} keys, {@code open}: takes any. Each
 * line below: attribute, {@code >name in the canonical model} when it differs, kinds, shape. Kinds:
 * {@code text}, {@code text(a,b)} one of, {@code text/form/}, {@code truth}, {@code whole}, {@code
 * number<0,100>}, {@code nothing}, {@code any}, {@code [list]}, {@code [list]!} without repetition,
 * {@code {mapping}}, {@code {~mapping with names}}, {@code @part}, or a kind defined with {@code
 * =}.
 */
final class GrammarTable {

  private GrammarTable() {}

  static final String TEXT =
      """
      texts = [text]!
      one_or_texts = text|[text]!
      pairs = {text|number|truth|nothing}|[text]!
      command = nothing|text|[text]
      hosts = {text|[text]}|[text]!
      mounts = [text|@file_mount]
      ulimits = {^whole|text|@ulimit}
      options = {text|number}
      flag = truth|text
      part root x
        version text DROP
        name text
        include [text|@include] DROP
        services {~@service} ALWAYS
        models {~@model}
        networks {~@network|nothing}
        volumes {~@volume|nothing}
        secrets {~@secret}
        configs {~@config}
      part service x
        profiles texts
        annotations pairs LABELS
        attach flag OPT_TRUTH
        build text|@build
        develop @develop|nothing
        blkio_config @blkio
        cap_add [text]!
        cap_drop [text]!
        cgroup_parent text
        cgroup text(host,private)
        cpu_count text|whole<0,> WHOLE
        cpu_percent text|whole<0,100> NUMBER
        cpu_period number|text WHOLE
        cpu_quota number|text WHOLE
        cpu_rt_period number|text WHOLE
        cpu_rt_runtime number|text WHOLE
        cpus number|text NUMBER
        cpuset text
        cpu_shares number|text WHOLE
        command command WORDS
        configs mounts
        container_name text/container/
        credential_spec @credential_spec
        depends_on texts|{~@dependency}
        deploy @deploy|nothing
        device_cgroup_rules texts
        devices [text|@device]
        dns one_or_texts
        dns_opt [text]!
        dns_search one_or_texts
        domainname text
        entrypoint command WORDS
        provider @provider
        environment pairs VARIABLES
        env_file text|[text|@env_file] DROP
        label_file text|[text] DROP
        expose [text|number]!
        extends text|@extends DROP
        external_links [text]!
        extra_hosts hosts HOSTS
        group_add [text|number]!
        gpus text(all)|[@gpu]
        hostname text
        healthcheck @healthcheck
        image text
        init flag OPT_TRUTH
        ipc text
        isolation text
        labels pairs LABELS
        links [text]!
        logging @logging
        mem_limit number|text BYTES
        mem_reservation text|whole BYTES
        memswap_limit number|text BYTES
        mem_swappiness whole|text BYTES
        mac_address text
        models texts|{~@service_model|nothing}
        network_mode text
        networks texts|{~@service_network|nothing}
        oom_kill_disable flag
        oom_score_adj text|whole<-1000,1000> WHOLE
        pid text|nothing
        pids_limit number|text WHOLE
        platform text
        ports [number|text|@port]!
        privileged flag
        pull_policy text/pull_policy/
        pull_refresh_after text DROP
        read_only flag
        restart text
        runtime text
        scale whole|text OPT_WHOLE
        secrets mounts
        security_opt [text]!
        shm_size number|text BYTES
        stdin_open flag
        stop_grace_period text OPT_DURATION
        stop_signal text
        storage_opt {any} LABELS
        sysctls pairs LABELS
        tmpfs one_or_texts
        tty flag
        ulimits ulimits ULIMIT
        use_api_socket truth
        user text
        userns_mode text
        uts text
        volumes [text|@volume_mount]!
        volumes_from [text]!
        working_dir text
        post_start [@hook]
        pre_stop [@hook]
      part build x
        context text
        dockerfile text
        dockerfile_inline text
        entitlements [text]
        args pairs VARIABLES
        provenance text|truth
        sbom text|truth
        ssh pairs SSH
        labels pairs LABELS
        cache_from [text]
        cache_to [text]
        no_cache flag
        additional_contexts pairs LABELS
        pull flag
        extra_hosts hosts HOSTS
        isolation text
        network text
        target text
        secrets mounts
        shm_size whole|text BYTES
        tags [text]
        ulimits ulimits ULIMIT
        platforms [text]
        privileged flag
      part blkio -
        weight whole|text WHOLE
        weight_device [@blkio_weight]
        device_read_bps [@blkio_limit]
        device_read_iops [@blkio_limit]
        device_write_bps [@blkio_limit]
        device_write_iops [@blkio_limit]
      part blkio_limit -
        path>Path text
        rate>Rate whole|text BYTES
      part blkio_weight -
        path>Path text
        weight>Weight whole|text WHOLE
      part credential_spec x
        config text
        file text
        registry text
      part dependency x required=condition
        condition text(service_started,service_healthy,service_completed_successfully)
        restart flag
        required truth OPT_TRUTH
      part device x required=source
        source text
        target text
        permissions text
      part extends - required=service
        service text
        file text
      part provider x required=type
        type text
        options {text|number|truth|[text|number|truth]} MULTI
      part logging x
        driver text
        options {text|number|nothing} LABELS
      part service_model x
        endpoint_var text
        model_var text
      part service_network x
        aliases texts
        driver_opts options LABELS
        gw_priority number WHOLE
        interface_name text
        ipv4_address text
        ipv6_address text
        link_local_ips texts
        mac_address text
        priority number WHOLE
      part port x
        name text
        mode text
        host_ip text
        target whole|text WHOLE
        published text|whole
        protocol text
        app_protocol text
      part volume_mount x required=type
        type text(bind,volume,tmpfs,cluster,npipe,image)
        source text
        target text
        read_only flag
        consistency text
        bind @volume_bind
        volume @volume_volume
        tmpfs @volume_tmpfs
        image @volume_image
      part volume_bind x
        selinux text(z,Z)
        propagation text
        create_host_path flag
        recursive text(enabled,disabled,writable,readonly)
      part volume_volume x
        labels pairs LABELS
        nocopy flag
        subpath text
      part volume_tmpfs x
        size whole<0,>|text BYTES
        mode number|text WHOLE
      part volume_image x
        subpath text
      part healthcheck x
        test text|[text] TEST
        timeout text OPT_DURATION
        interval text OPT_DURATION
        retries number|text OPT_WHOLE
        start_period text OPT_DURATION
        start_interval text OPT_DURATION
        disable flag
      part develop x
        watch [@watch]
      part watch x required=path,action
        path text
        action text(rebuild,sync,restart,sync+restart,sync+exec)
        target text
        exec @hook ALWAYS
        include one_or_texts
        ignore one_or_texts
        initial_sync truth
      part hook x required=command
        command command WORDS
        user text
        privileged flag
        working_dir text
        environment pairs VARIABLES
      part deploy x
        mode text
        replicas whole|text OPT_WHOLE
        labels pairs LABELS
        update_config @update
        rollback_config @update
        resources @resources ALWAYS
        restart_policy @restart_policy
        placement @placement ALWAYS
        endpoint_mode text
      part update x
        parallelism whole|text OPT_WHOLE
        delay text DURATION
        failure_action text
        monitor text DURATION
        max_failure_ratio number|text NUMBER
        order text(start-first,stop-first)
      part resources x
        limits @limits
        reservations @reservations
      part limits x
        cpus number|text NUMBER
        memory text BYTES
        pids whole|text WHOLE
      part reservations x
        cpus number|text NUMBER
        memory text BYTES
        devices [@device_request]
        generic_resources [@generic_resource]
      part device_request x required=capabilities
        capabilities texts
        driver text
        count text|whole COUNT
        device_ids texts
        options pairs LABELS
      part gpu open
        capabilities texts
        driver text
        count text|whole COUNT
        device_ids texts
        options pairs LABELS
      part generic_resource x
        discrete_resource_spec @discrete_resource
      part discrete_resource x
        kind text
        value number|text OPT_WHOLE
      part restart_policy x
        condition text
        delay text OPT_DURATION
        max_attempts whole|text OPT_WHOLE
        window text OPT_DURATION
      part placement x
        constraints [text]
        preferences [@placement_preference]
        max_replicas_per_node whole|text WHOLE
      part placement_preference x
        spread text
      part file_mount x
        source text
        target text
        uid text
        gid text
        mode number|text MODE
      part ulimit x required=soft,hard
        soft whole|text WHOLE
        hard whole|text WHOLE
      part env_file - required=path
        path text
        required flag
        format text
      part include -
        path one_or_texts
        env_file one_or_texts
        project_directory text
      part network x
        name text
        driver text
        driver_opts options LABELS
        ipam @ipam ALWAYS
        external truth|text|@external_name
        internal flag
        attachable flag
        labels pairs LABELS
        enable_ipv4 flag OPT_TRUTH
        enable_ipv6 flag OPT_TRUTH
      part ipam x
        driver text
        config [@ipam_pool]
        options {text} DROP
      part ipam_pool x
        subnet text
        gateway text
        ip_range text
        aux_addresses {text} LABELS
      part external_name x
        name text
      part open_external_name open
        name text
      part volume x
        name text
        driver text
        driver_opts options LABELS
        external truth|text|@external_name
        labels pairs LABELS
      part secret x
        name text
        file text
        environment text
        external truth|text|@open_external_name
        labels pairs LABELS
        driver text
        driver_opts options LABELS
        template_driver text
      part config x
        name text
        file text
        environment text
        content text
        external truth|text|@open_external_name
        labels pairs LABELS
        template_driver text
      part model x required=model
        name text
        model text
        context_size whole
        runtime_flags [text]
      """;
}
