# SPDX-License-Identifier: MIT
"""Brokers of Kafka for a test: librdkafka's own mock cluster (rdkafka_mock.h), in this process, on loopback. It keeps messages and
the offsets of groups in memory, forgets old messages soon, and can be told to refuse requests."""
import ctypes

PRODUCER, PRODUCE = 0, 0  # rd_kafka_type_t, and the number of a request in Kafka's protocol
REFUSED = 29  # TOPIC_AUTHORIZATION_FAILED


class Cluster:
    def __init__(self, topics):
        """`topics`: names with their numbers of partitions. OSError where there is no librdkafka."""
        self.library = ctypes.CDLL("librdkafka.so.1")
        for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
            getattr(self.library, name).restype = ctypes.c_void_p
        self.library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
        conf = ctypes.c_void_p(self.library.rd_kafka_conf_new())
        self.library.rd_kafka_conf_set(conf, b"log_level", b"3", None, ctypes.c_size_t(0))
        handle = ctypes.c_void_p(self.library.rd_kafka_new(PRODUCER, conf, None, ctypes.c_size_t(0)))
        self.cluster = ctypes.c_void_p(self.library.rd_kafka_mock_cluster_new(handle, 1))
        for topic, partitions in topics.items():
            self.library.rd_kafka_mock_topic_create(self.cluster, topic.encode(), partitions, 1)
        self.address = self.library.rd_kafka_mock_cluster_bootstraps(self.cluster).decode()

    def refuse_results(self):
        """The next message that is produced is refused for good."""
        self.library.rd_kafka_mock_push_request_errors(self.cluster, ctypes.c_int16(PRODUCE), ctypes.c_size_t(1), REFUSED)
