package io.camelnextmv;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/**
 * Imports run one way: the command line knows all, the root knows all but the command line, the wire and the ticket know nobody,
 * nobody knows the sandbox.
 */
@AnalyzeClasses(packages = "io.camelnextmv", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "io.camelnextmv";

    @ArchTest
    static final ArchRule theWireAndTheTicketKnowNobody = noClasses().that()
            .resideInAnyPackage(ROOT + ".cloud..", ROOT + ".ticket..").should().dependOnClassesThat(
                    resideInAPackage(ROOT + "..").and(not(
                            resideInAnyPackage(ROOT + ".cloud..", ROOT + ".ticket..", ROOT + ".document.."))));

    @ArchTest
    static final ArchRule whoReadsDocumentsKnowsNobody = noClasses().that().resideInAPackage(ROOT + ".document..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".document.."))));

    @ArchTest
    static final ArchRule theTicketDoesNotKnowTheWire = noClasses().that().resideInAPackage(ROOT + ".ticket..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + ".cloud..");

    @ArchTest
    static final ArchRule theWireDoesNotKnowTheTicket = noClasses().that().resideInAPackage(ROOT + ".cloud..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + ".ticket..");

    @ArchTest
    static final ArchRule theSandboxKnowsNobody = noClasses().that().resideInAPackage(ROOT + ".sandbox..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..").and(
                    not(resideInAPackage(ROOT + ".sandbox.."))));

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheSandbox = noClasses().that()
            .resideOutsideOfPackages(ROOT + ".cli..", ROOT + ".sandbox..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".sandbox..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheRoot = noClasses().that()
            .resideOutsideOfPackages(ROOT, ROOT + ".cli..").should().dependOnClassesThat().resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule onlyTheRootAndTheCommandLineKnowWhereBeansAreMade = noClasses().that()
            .resideOutsideOfPackages(ROOT, ROOT + ".beans..", ROOT + ".cli..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".beans..");

    @ArchTest
    static final ArchRule nobodyKnowsTheCommandLine = noClasses().that().resideOutsideOfPackage(ROOT + ".cli..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + ".cli..");

    /** Whoever opens the root sees what there is to start with. */
    @Test
    void theRootIsNoHallway() {
        assertThat(new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT).stream()
                .filter(type -> type.getPackageName().equals(ROOT) && type.isTopLevelClass())
                .map(JavaClass::getSimpleName).filter(name -> !name.equals("package-info")))
                .containsExactlyInAnyOrder("Gateway", "Health", "NextmvBeans", "Stop");
    }

    /** Their records and sentences, of which everybody may know; what reads and writes them is the store. */
    @ArchTest
    static final ArchRule theTicketIsNoStore = noClasses().that().resideInAPackage(ROOT + ".ticket..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + ".store..");

    @ArchTest
    static final ArchRule roomsDoNotGoRoundInCircles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** An application that has the jar on its class path need not have them. */
    @ArchTest
    static final ArchRule nobodyNeedsAClientOfABroker = noClasses().that().resideOutsideOfPackages(ROOT + ".kafka..",
            ROOT + ".jms..").should().dependOnClassesThat(
            resideInAnyPackage("jakarta.jms..", "org.springframework..", "org.apache.activemq..",
                    "org.apache.camel.component.jms..", "org.apache.camel.component.kafka..", "org.apache.kafka.."));

    /** Nor Micrometer. */
    @ArchTest
    static final ArchRule onlyTheRoomOfTheMetricsKnowsTheirLibrary = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".metrics..").should().dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    /** Nor OpenTelemetry. */
    @ArchTest
    static final ArchRule onlyTheRoomOfTheTracesKnowsTheirLibraries = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".traces..").should().dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..", "org.apache.camel.telemetry..", "org.apache.camel.opentelemetry2..");

    /** Only the profile names it, and what asks whether its client is there. */
    @ArchTest
    static final ArchRule nobodyKnowsTheRoomThatNeedsKafka = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".kafka..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".kafka..");

    /** The same. */
    @ArchTest
    static final ArchRule nobodyKnowsTheRoomThatNeedsJms = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".jms..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".jms..");

    /** The same. */
    @ArchTest
    static final ArchRule nobodyKnowsTheRoomThatNeedsS3 = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".s3..").should().dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".s3..", "org.apache.camel.component.aws2..", "software.amazon..");

    @ArchTest
    static final ArchRule whatIsPlainJavaSeesNoMessage = noClasses().that().resideInAnyPackage(ROOT + ".ticket..",
            ROOT + ".store..", ROOT + ".submit..", ROOT + ".payload..", ROOT + ".deliver..", ROOT + ".settings..")
            .should().dependOnClassesThat().areAssignableTo(Exchange.class);
}
