// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The names that the packages behind `deno.jsr.json` export, types included, as read from their
 * sources at the versions noted. JSR need not be reachable to know that an import works there.
 *
 * @module
 */

/** What a package exports under one import name. */
export interface Original {
  /** The version the names were read from. */
  readonly version: string;
  /** Values and types. */
  readonly names: ReadonlySet<string>;
}

const core = original(
  "3.4.0",
  `
    Auth Authenticator AuthorizationError Backoff Bench BenchOpts ClientPingStatus CloseStatus
    ClosedConnectionError ClusterUpdateStatus Codec ConnectionError ConnectionOptions Deferred
    Delay DisconnectStatus DrainingConnectionError Empty ForceReconnectStatus
    InvalidArgumentError InvalidOperationError InvalidSubjectError JwtAuth LDMStatus Match
    Metric Msg MsgCallback MsgHdrs MsgHdrsImpl NKeyAuth Nanos NatsConnection NoAuth
    NoRespondersError Nuid Payload Perf PermissionViolationError ProtocolError PublishOptions
    Publisher QueuedIterator ReconnectStatus ReconnectToServerHandler ReconnectingStatus
    RequestError RequestManyOptions RequestOptions RequestStrategy ReviverFn Server
    ServerErrorStatus ServerInfo ServersChanged SlowConsumerStatus StaleConnectionStatus Stats
    Status SubOpts Subscription SubscriptionOptions SyncIterator Timeout TimeoutError TlsOptions
    TokenAuth UserAuthenticationExpiredError UserPass WithRequired WsConnectionOptions
    WsSocketFactory backoff buildAuthenticator canonicalMIMEHeaderKey createInbox
    credsAuthenticator deadline deferred delay errors hasWsProtocol headers jwtAuthenticator
    millis nanos nkeyAuthenticator nkeys nuid syncIterator tokenAuthenticator
    usernamePasswordAuthenticator wsconnect
  `,
);

/** By the bare name of the import map. */
export const originals: ReadonlyMap<string, Original> = new Map([
  [
    "@nats-io/jetstream",
    original(
      "3.4.0",
      `
    AbortOnMissingResource AccountLimits AckPolicy Advisory AdvisoryKind ApiError ApiPaged
    ApiPagedRequest Batch BatchAck BatchCallback BatchMessageOptions
    BatchMessageOptionsWithReply Bind BoundPushConsumerOptions Close Closed ClusterInfo
    CompletionResult ConsumeBytes ConsumeCallback ConsumeMessages ConsumeOptions Consumer
    ConsumerAPI ConsumerCallbackFn ConsumerConfig ConsumerCreateOptions ConsumerDeleted
    ConsumerInfo ConsumerKind ConsumerMessages ConsumerNotFound ConsumerNotification
    ConsumerPinned ConsumerResetResponse ConsumerUnpinned ConsumerUpdateConfig Consumers Debug
    DeleteableConsumer DeliverPolicy DeliveryInfo Destroyable DirectBatchLimits
    DirectBatchOptions DirectBatchStartSeq DirectBatchStartTime DirectLastFor DirectMsgHeaders
    DirectMsgRequest DirectStreamAPI Discard DiscardPolicy ExceededLimits Expires
    ExportedConsumer ExternalStream FetchBytes FetchMessages FetchOptions FlowControl Heartbeat
    HeartbeatsMissed IdleHeartbeat InfoableConsumer JetStreamAccountStats JetStreamApiCodes
    JetStreamApiError JetStreamApiStats JetStreamClient JetStreamError JetStreamManager
    JetStreamManagerOptions JetStreamOptions JetStreamPublishOptions JetStreamUsage
    JetStreamUsageAccountLimits JsHeaders JsMsg LastForMsgRequest Lister LostStreamData MaxBytes
    MaxMessages MsgDeleteRequest MsgRequest Next NextMsgRequest NextOptions NoResponders
    OrderedConsumerOptions OrderedConsumerRecreated OrderedPushConsumerOptions
    OverflowMinAckPending OverflowMinPending OverflowMinPendingAndMinAck OverflowOptions
    PeerInfo PersistMode Placement PredefinedSchedule PrioritizedOptions PriorityGroups
    PriorityPolicy PubAck PubHeaders PullOptions PurgeBySeq PurgeBySubject PurgeOpts
    PurgeResponse PurgeTrimOpts PushConsumer PushConsumerOptions ReplayPolicy Republish
    RepublishHeaders Reset RetentionPolicy ScheduleCancellation ScheduleOptions ScheduleSpec
    SeqMsgRequest SequenceInfo StartTimeMsgRequest StorageType StoreCompression StoredMsg Stream
    StreamAPI StreamAlternate StreamConfig StreamConsumerLimits StreamConsumerSource
    StreamExpectations StreamInfo StreamInfoRequestOptions StreamNames StreamNotFound
    StreamSource StreamSourceInfo StreamState StreamUpdateConfig Streams SubjectTransformConfig
    Success ThresholdBytes ThresholdMessages isPullConsumer isPushConsumer jetstream
    jetstreamManager
  `,
    ),
  ],
  [
    "@nats-io/kv",
    original(
      "3.4.0",
      `
    Base64KeyCodec Bucket KV KvCodec KvCodecs KvDeleteOptions KvEntry KvKeyCodec KvLimits
    KvOptions KvPayloadCodec KvPurgeOptions KvPutOptions KvStatus KvWatchEntry KvWatchInclude
    KvWatchOptions Kvm NoopKvCodecs RoKV defaultBucketOpts
  `,
    ),
  ],
  ["@nats-io/nats-core", core],
  [
    "@nats-io/nats-core/internal",
    original(
      "3.4.0",
      `
    Auth Authenticator AuthorizationError Backoff Bench BenchOpts CallbackFn
    CallbackOptionalErrorFn ClientPingStatus CloseStatus ClosedConnectionError
    ClusterUpdateStatus Codec Connect ConnectionClosedListener ConnectionError ConnectionOptions
    DEFAULT_MAX_RECONNECT_ATTEMPTS DataBuffer Deferred Delay DenoBuffer DisconnectStatus
    Dispatcher DrainingConnectionError Empty ErrorResult Feature Features ForceReconnectStatus
    Heartbeat INFO IdleHeartbeatFn IdleHeartbeatMonitor IdleHeartbeatOptions
    InvalidArgumentError InvalidOperationError InvalidSubjectError JwtAuth Kind LDMStatus
    MAX_SIZE Match Metric Msg MsgArg MsgCallback MsgHdrs MsgHdrsImpl MsgImpl MuxSubscription
    NKeyAuth Nanos NatsConnection NatsConnectionImpl NoAuth NoRespondersError Nuid PH Parser
    ParserEvent Payload Perf PermissionViolationError Prettify ProtocolError ProtocolHandler
    PublishOptions Publisher QueuedIterator QueuedIteratorImpl ReconnectStatus
    ReconnectToServerHandler ReconnectingStatus Request RequestError RequestManyOptions
    RequestOne RequestOptions RequestStrategy Result ReviverFn SemVer Server ServerErrorStatus
    ServerInfo Servers ServersChanged SimpleMutex SlowConsumerStatus StaleConnectionStatus State
    Stats Status SubOpts Subscription SubscriptionImpl SubscriptionOptions Subscriptions
    SyncIterator TD TE Timeout TimeoutError TlsOptions TokenAuth Transport TransportFactory
    UserAuthenticationExpiredError UserPass ValueResult WithRequired WsConnectionOptions
    WsSocketFactory backoff buildAuthenticator canonicalMIMEHeaderKey checkOptions
    checkUnsupportedOption collect compare createInbox credsAuthenticator deadline
    defaultOptions deferred delay describe errors extend extractProtocolMessage getResolveFn
    hasWsProtocol headers ipV4 isIP isIPV4OrHostname jwtAuthenticator millis nanos
    nkeyAuthenticator nuid parseIP parseOptions parseSemVer protoLen readAll render
    setTransportFactory syncIterator timeout tokenAuthenticator usernamePasswordAuthenticator
    writeAll wsUrlParseFn wsconnect
  `,
    ),
  ],
  [
    "@nats-io/obj",
    original(
      "3.4.0",
      `
    Base64Codec Base64UrlCodec Base64UrlPaddedCodec ObjectInfo ObjectResult ObjectStore
    ObjectStoreLink ObjectStoreMeta ObjectStoreMetaOptions ObjectStoreOptions ObjectStorePutOpts
    ObjectStoreStatus ObjectWatchInfo Objm Placement Sha256Backend StorageType getSha256Backend
    setSha256Backend
  `,
    ),
  ],
  [
    "@std/assert",
    original(
      "1.0.19",
      `
    AnyConstructor ArrayLikeArg AssertionError Falsy GetConstructorType assert
    assertAlmostEquals assertArrayIncludes assertEquals assertExists assertFalse assertGreater
    assertGreaterOrEqual assertInstanceOf assertIsError assertLess assertLessOrEqual assertMatch
    assertNotEquals assertNotInstanceOf assertNotMatch assertNotStrictEquals assertObjectMatch
    assertRejects assertStrictEquals assertStringIncludes assertThrows equal fail unimplemented
    unreachable
  `,
    ),
  ],
  [
    "@std/cli/parse-args",
    original(
      "1.0.32",
      `
    Args ParseOptions parseArgs
  `,
    ),
  ],
  ["@nats-io/transport-deno", { ...core, names: new Set([...core.names, "connect"]) }],
]);

function original(version: string, names: string): Original {
  return { version, names: new Set(names.trim().split(/\s+/)) };
}
