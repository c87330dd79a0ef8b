package io.offlinepush.sandbox.program;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offlinepush.sandbox.DataMessage;
import io.offlinepush.sandbox.Faults;
import io.offlinepush.sandbox.FiredFault;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.SeenRequest;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.sandbox.rules.StrictJson;
import java.util.List;

/** What the control endpoints tell, as JSON: the members are those of the Java types, times are ISO 8601. */
final class ControlJson {
    private ControlJson() {}

    static ObjectNode phones(List<SimulatedPhone> phones) {
        ObjectNode json = StrictJson.object();
        ArrayNode array = json.putArray("phones");
        phones.forEach(phone -> array.add(phone(phone)));
        return json;
    }

    static ObjectNode phone(SimulatedPhone phone) {
        return StrictJson.object()
                .put("name", phone.name())
                .put("token", phone.getToken())
                .put("appState", phone.appState().name())
                .put("network", phone.hasNetwork())
                .put("badge", phone.badge());
    }

    static ObjectNode notifications(String name, List<Notification> notifications) {
        ObjectNode json = StrictJson.object();
        ArrayNode array = json.putArray(name);
        for (Notification each : notifications) {
            array.addObject()
                    .put("title", each.title())
                    .put("body", each.body())
                    .put("category", each.category())
                    .put("data", each.data())
                    .put("notifyId", each.notifyId())
                    .put("appMessageId", each.appMessageId())
                    .put("badge", each.badge())
                    .put("requestId", each.requestId())
                    .put("receivedAt", each.receivedAt().toString());
        }
        return json;
    }

    static ObjectNode dataMessages(List<DataMessage> messages) {
        ObjectNode json = StrictJson.object();
        ArrayNode array = json.putArray("data");
        for (DataMessage each : messages) {
            array.addObject()
                    .put("pushType", each.pushType())
                    .put("extraData", each.extraData())
                    .put("requestId", each.requestId())
                    .put("receivedAt", each.receivedAt().toString());
        }
        return json;
    }

    static ObjectNode requests(List<SeenRequest> requests) {
        ObjectNode json = StrictJson.object();
        ArrayNode array = json.putArray("requests");
        for (SeenRequest each : requests) {
            array.addObject()
                    .put("protocol", each.protocol())
                    .put("path", each.path())
                    .put("pushType", each.pushType())
                    .put("tokenCount", each.tokenCount())
                    .put("jwtVerified", each.jwtVerified())
                    .put("httpStatus", each.httpStatus())
                    .put("code", each.code())
                    .put("requestId", each.requestId())
                    .put("connection", each.connection())
                    .put("delivered", each.delivered())
                    .put("fault", each.fault())
                    .put("body", each.body());
        }
        return json;
    }

    static ObjectNode faults(Faults faults) {
        ObjectNode json = StrictJson.object().put("pending", faults.pending());
        ArrayNode array = json.putArray("fired");
        for (FiredFault each : faults.fired()) {
            array.addObject()
                    .put("fault", each.fault().name())
                    .put("connection", each.connection())
                    .put("requestId", each.requestId());
        }
        return json;
    }
}
